import type { KpiAnswer } from "@/lib/kpis/answer";
import type { KpiId } from "@/lib/kpis/request";
import { diffAnswers, sameFigures } from "../fold";
import type { Delta } from "../protocol";
import type { FeedChange } from "./feed-follower";

/** One computed view, shared by all who watch the same question under the same scope. */
export type Watcher = { send(message: ViewMessage): void };
export type ViewMessage =
  | { kind: "snapshot"; position: string; answer: KpiAnswer }
  | { kind: "delta"; from: string; to: string; body: Pick<Delta, "head" | "put" | "gone"> }
  | { kind: "failed"; error: unknown };

/** At most four updates a second. */
const shortestPause = 250;
/** Watermarks move on while figures stand still; viewers hear of it this often. */
const heartbeat = 5_000;

export class View {
  readonly watchers = new Set<Watcher>();
  private answer: KpiAnswer | null = null;
  private computing = false;
  private dirty = false;
  private sentAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    readonly key: string,
    private readonly families: ReadonlySet<string>,
    private readonly compute: () => Promise<KpiAnswer>,
    private readonly now: () => number,
  ) {}

  add(watcher: Watcher): void {
    this.watchers.add(watcher);
    if (this.answer === null) this.touch();
    else watcher.send({ kind: "snapshot", position: this.answer.watermark.position, answer: this.answer });
  }

  /** Whether a change may move this view. A dimension may move anything. */
  isTouchedBy(changes: readonly FeedChange[]): boolean {
    return changes.some((change) => change.family === "dimension" || this.families.has(change.family));
  }

  /** Computes soon: at once when the last update is long enough ago, else when the pause is over. */
  touch(): void {
    this.dirty = true;
    if (this.computing || this.timer !== null) return;
    const wait = Math.max(0, this.sentAt + shortestPause - this.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.update();
    }, wait);
  }

  beat(): void {
    if (this.now() - this.sentAt >= heartbeat) this.touch();
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.watchers.clear();
  }

  private async update(): Promise<void> {
    this.computing = true;
    this.dirty = false;
    this.sentAt = this.now();
    try {
      this.publish(await this.compute());
    } catch (error) {
      for (const watcher of this.watchers) watcher.send({ kind: "failed", error });
    } finally {
      this.computing = false;
      if (this.dirty && this.watchers.size > 0) this.touch();
    }
  }

  private publish(next: KpiAnswer): void {
    const before = this.answer;
    this.answer = next;
    if (before === null) {
      for (const watcher of this.watchers) watcher.send({ kind: "snapshot", position: next.watermark.position, answer: next });
      return;
    }
    const body = sameFigures(before, next) ? { head: withoutGroups(next), put: [], gone: [] } : diffAnswers(before, next);
    for (const watcher of this.watchers) {
      watcher.send({ kind: "delta", from: before.watermark.position, to: next.watermark.position, body });
    }
  }
}

function withoutGroups(answer: KpiAnswer): Delta["head"] {
  const { groups: _, ...head } = answer;
  return head;
}

const everyFamily = ["attendance", "meeting", "enrollment", "grade", "registration", "activity"];
const familiesOfKpi: Readonly<Record<KpiId, readonly string[]>> = {
  "attendance-rate": ["attendance", "meeting"],
  "attendance-coverage": ["meeting", "attendance"],
  "grade-distribution": ["grade"],
  "mean-grade-points": ["grade"],
  "dfw-rate": ["enrollment", "grade"],
  "dropout-rate": ["registration", "enrollment"],
  "course-withdrawal-rate": ["enrollment"],
  "engagement-rate": ["enrollment", "activity"],
};
export const familiesOf = (kpi: KpiId): ReadonlySet<string> => new Set(familiesOfKpi[kpi] ?? everyFamily);
