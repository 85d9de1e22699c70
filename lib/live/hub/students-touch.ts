import type { FeedStep } from "./feed-follower";
import { type Member, Shared, type SharedOptions } from "./shared";
import type { Membership, Watcher } from "./watcher";

/** Whom the reader's scope holds, keys of the sections that they are in, and the feed's position when they were looked for. */
export type FoundStudents = { students: ReadonlySet<string>; sections: ReadonlySet<number>; position: string };

/** Tells that facts of these students changed, to whom its scope still holds at that moment. */
export class StudentsTouch extends Shared<FoundStudents> {
  private found: FoundStudents | null = null;
  private revision = 0;

  constructor(find: () => Promise<FoundStudents>, options: SharedOptions) {
    super(find, options);
  }

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

  join(watcher: Watcher): Membership {
    return this.enter(watcher, null);
  }

  protected publish(found: FoundStudents): void {
    this.found = found;
    this.revision += 1;
    for (const [watcher, member] of this.members) this.deliver(watcher, member);
  }

  protected deliver(watcher: Watcher, member: Member): void {
    if (this.found === null || !watcher.ready()) return;
    if (!member.owed && member.revision === this.revision) return;
    this.members.set(watcher, { revision: this.revision, owed: false, doubtful: false });
    watcher.send({ kind: "touched", position: this.found.position });
  }
}

const nobody: ReadonlySet<string> = new Set();
const nowhere: ReadonlySet<number> = new Set();

const overlap = <T>(some: ReadonlySet<T>, others: ReadonlySet<T>) => [...some].some((one) => others.has(one));
