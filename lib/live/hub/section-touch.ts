import type { FeedStep } from "./feed-follower";
import { type Member, Shared, type SharedOptions } from "./shared";
import type { Membership, Watcher } from "./watcher";

/** Where a section is found, and the feed's position when it was looked for. */
export type FoundSection = { key: number; position: string };

/** Tells that a section's students changed, to whom its scope still holds at that moment. */
export class SectionTouch extends Shared<FoundSection> {
  private found: FoundSection | null = null;
  private revision = 0;

  constructor(find: () => Promise<FoundSection>, options: SharedOptions) {
    super(find, options);
  }

  /** Its students' facts changed, or something that its page is made of. */
  isConcernedBy({ families, sections }: Pick<FeedStep, "families" | "sections">): boolean {
    if (families === null || sections === null || families.has("dimension") || families.has("schedule")) return true;
    return this.found !== null && sections.has(this.found.key);
  }

  /** Known from the first look on. */
  get key(): number | null {
    return this.found?.key ?? null;
  }

  join(watcher: Watcher): Membership {
    return this.enter(watcher, null);
  }

  protected publish(found: FoundSection): void {
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
