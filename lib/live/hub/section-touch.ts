import type { FeedStep } from "./feed-follower";
import { Touch } from "./touch";

/** Where a section is found, and the feed's position when it was looked for. */
export type FoundSection = { key: number; position: string };

/** Tells that a section's students changed. */
export class SectionTouch extends Touch<FoundSection> {
  /** Its students' facts changed, or something that its page is made of. */
  isConcernedBy({ families, sections }: Pick<FeedStep, "families" | "sections">): boolean {
    if (families === null || sections === null || families.has("dimension") || families.has("schedule")) return true;
    return this.found !== null && sections.has(this.found.key);
  }

  /** Known from the first look on. */
  get key(): number | null {
    return this.found?.key ?? null;
  }
}
