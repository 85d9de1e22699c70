import type { KpiAnswer } from "@/lib/kpis/answer";

/** What is told how far the feed is; `beat` answers with how many frames that took. */
export type Beating = { beat(watermark: KpiAnswer["watermark"]): number };

/** Frames that are written in one go: some ten milliseconds, in which nothing else happens in this process. */
const mostAtOnce = 200;

/**
 * Tells views that nothing of theirs changed, some at a time. With ten thousand viewers all of them at once would hold up those who wait
 * for a new figure for half a second, each second. Whoever is still to be told when the feed goes on is told of where it is then: a view
 * that was touched meanwhile says nothing, and one that was computed again knows a later position or the same.
 */
export class Heartbeats {
  private readonly waiting = new Set<Beating>();
  private watermark: KpiAnswer["watermark"] | null = null;
  private next: NodeJS.Immediate | null = null;

  /** `onError`: telling one view failed; the others are told all the same. */
  constructor(private readonly onError: (error: unknown) => void) {}

  tell(views: Iterable<Beating>, watermark: KpiAnswer["watermark"]): void {
    this.watermark = watermark;
    for (const view of views) this.waiting.add(view);
    if (this.next === null) this.go();
  }

  close(): void {
    this.waiting.clear();
    if (this.next !== null) clearImmediate(this.next);
    this.next = null;
  }

  private go(): void {
    this.next = null;
    if (this.watermark === null) return;
    let frames = 0;
    for (const view of this.waiting) {
      if (frames >= mostAtOnce) break;
      this.waiting.delete(view);
      try {
        frames += view.beat(this.watermark);
      } catch (error) {
        this.onError(error); // nobody else would hear it, and the process would end
      }
    }
    if (this.waiting.size > 0) this.next = setImmediate(() => this.go());
  }
}
