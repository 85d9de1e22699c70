import { randomUUID } from "node:crypto";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { diffGroups, headOf, sameFigures } from "../fold";
import { DeltaRing } from "./delta-ring";
import type { ViewFamilies } from "./families";
import { type FeedStep, inSection } from "./feed-follower";
import { type Member, Shared, type SharedOptions } from "./shared";
import type { Membership, ViewFrame, Watcher } from "./watcher";

/** Watermarks move on while figures stand still; viewers hear of it this often, and sooner where the feed moved. */
const heartbeat = 5_000;
const quietPause = 1_000;

export type Resume = { stream: string; position: string };
type Watermark = KpiAnswer["watermark"];

/** One computed answer, shared by all who ask the same under the same scope (EXACT-3). */
export class View extends Shared<KpiAnswer> {
  private answer: KpiAnswer | null = null;
  private stream = "";
  private readonly ring = new DeltaRing();
  private toldAt = Number.NEGATIVE_INFINITY;
  /** What is sent of the answer to those who stand at a revision: one frame for all of them, so that it is written out once. */
  private readonly frames = new Map<number | null, ViewFrame>();

  /** `section`: the key of the one section that it is of, once that is known. */
  constructor(
    private readonly families: ViewFamilies,
    private readonly section: () => number | null,
    compute: () => Promise<KpiAnswer>,
    options: SharedOptions,
  ) {
    super(compute, options);
  }

  join(watcher: Watcher, resume: Resume | null): Membership {
    const known = resume !== null && resume.stream === this.stream;
    return this.enter(watcher, known ? this.ring.revisionAt(resume.position) : null);
  }

  /** Whether what changed may move it; of one section nothing does that changed in others. */
  isConcernedBy({ families: changed, places }: Pick<FeedStep, "families" | "places">): boolean {
    if (changed === null) return true;
    const { all, anywhere } = this.families;
    const section = this.section();
    const mine = [...changed].filter((family) => all.has(family));
    if (section === null || !places.asked.has(section)) return mine.length > 0;
    return mine.some((family) => anywhere.has(family) || places.anywhere.has(family) || places.inSections.has(inSection(family, section)));
  }

  /**
   * The feed stands at this watermark, and what up to it concerned this view has touched it: if nothing did, its answer holds there
   * too. Answers with how many were told.
   */
  beat(watermark: Watermark): number {
    const { answer } = this;
    const now = this.options.timers.now();
    if (answer === null || !this.isCurrent || !this.isWatched) return 0;
    if (BigInt(watermark.position) < BigInt(answer.watermark.position)) return 0;
    const same = watermark.position === answer.watermark.position && watermark.settling === answer.watermark.settling;
    if (now - this.toldAt < (same ? heartbeat : quietPause)) return 0;
    this.answer = { ...answer, watermark };
    this.frames.clear();
    this.ring.push({ put: [] }, watermark.position, answer.groups?.length ?? 0);
    this.refresher.pauseFromNow();
    this.tell();
    return this.members.size;
  }

  protected publish(next: KpiAnswer, wasDoubtful: boolean): void {
    const before = this.answer;
    this.answer = next;
    this.frames.clear();
    const { position } = next.watermark;
    const same = before !== null && sameFigures(before, next);
    const groups = next.groups?.length ?? 0;
    // A position stands for one set of figures in a stream: other figures at the same one begin another.
    const goesOn = before !== null && (BigInt(position) > BigInt(before.watermark.position) || same);
    if (goesOn) this.ring.push(same ? { put: [] } : diffGroups(before, next), position, groups);
    else {
      this.stream = randomUUID();
      this.ring.restart(position);
    }
    const quiet = same && !wasDoubtful && this.options.timers.now() - this.toldAt < quietPause;
    if (!quiet) {
      this.tell();
      this.options.onTold?.(position, this.members.size);
      return;
    }
    for (const [watcher, member] of this.members) if (member.owed) this.deliver(watcher, member);
  }

  protected deliver(watcher: Watcher, member: Member): void {
    const { answer } = this;
    if (answer === null || !watcher.ready()) return;
    if (!member.owed && member.revision === this.ring.revision) return;
    const frame = this.frames.get(member.revision) ?? this.frameSince(member.revision, answer);
    this.frames.set(member.revision, frame);
    this.members.set(watcher, { revision: this.ring.revision, owed: false, doubtful: false });
    watcher.send(frame);
  }

  private frameSince(revision: number | null, answer: KpiAnswer): ViewFrame {
    const changes = revision === null ? null : this.ring.since(revision);
    const { position } = answer.watermark;
    return changes === null
      ? { kind: "snapshot", stream: this.stream, position, answer }
      : { kind: "delta", to: position, head: headOf(answer), ...changes };
  }

  private tell(): void {
    this.toldAt = this.options.timers.now();
    for (const [watcher, member] of this.members) this.deliver(watcher, member);
  }
}
