import type { FeedStep } from "./feed-follower";
import { type Member, Shared, type SharedOptions } from "./shared";
import type { Membership, Watcher } from "./watcher";

/** Whom the reader's scope holds, and the feed's position when they were looked for. */
export type FoundStudents = { students: ReadonlySet<string>; position: string };

/** Tells that facts of these students changed, to whom its scope still holds at that moment. */
export class StudentsTouch extends Shared<FoundStudents> {
  private found: FoundStudents | null = null;
  private revision = 0;

  constructor(find: () => Promise<FoundStudents>, options: SharedOptions) {
    super(find, options);
  }

  /** Facts of theirs changed, or something that the list of them hangs on: a dimension, a meeting. */
  isConcernedBy({ families, students }: Pick<FeedStep, "families" | "students">): boolean {
    if (families === null || students === null || families.has("dimension") || families.has("schedule")) return true;
    return [...students].some((student) => this.students.has(student));
  }

  /** Known from the first look on. */
  get students(): ReadonlySet<string> {
    return this.found?.students ?? none;
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

const none: ReadonlySet<string> = new Set();
