import type { FeedStep } from "./feed-follower";
import { Touch } from "./touch";

/** Whom the reader's scope holds, keys of the sections that they are in, and the feed's position when they were looked for. */
export type FoundStudents = { students: ReadonlySet<string>; sections: ReadonlySet<number>; position: string };

/** Tells that facts of these students changed. */
export class StudentsTouch extends Touch<FoundStudents> {
  /** Facts of theirs changed, a meeting of a section of theirs, or a dimension. */
  isConcernedBy({ families, students, meetings }: Pick<FeedStep, "families" | "students" | "meetings">): boolean {
    if (families === null || students === null || meetings === null || families.has("dimension")) return true;
    return overlap(students, this.students) || overlap(meetings, this.sections);
  }

  /** Known from the first look on. */
  get students(): ReadonlySet<string> {
    return this.found?.students ?? nobody;
  }

  get sections(): ReadonlySet<number> {
    return this.found?.sections ?? nowhere;
  }
}

const nobody: ReadonlySet<string> = new Set();
const nowhere: ReadonlySet<number> = new Set();

const overlap = <T>(some: ReadonlySet<T>, others: ReadonlySet<T>) => [...some].some((one) => others.has(one));
