import type { KpiAnswer } from "@/lib/kpis/answer";
import { applyDelta } from "../fold";
import type { ClientFrames, Delta, LiveProblem, Snapshot, ViewQuery } from "../protocol";
import { type ViewEvent, type ViewState, viewTable } from "./view-state";

export type Subscribe = Parameters<ClientFrames["subscribe"]>[0];

/** One view as the client holds it: its answer, where it stands in which stream, and its state (EXACT-3). */
export class FollowedView {
  state: ViewState = "asked";
  problem: LiveProblem | null = null;
  answer: KpiAnswer | null = null;
  /** When the last frame of it came. */
  heardAt = 0;
  private stream: string | null = null;
  private position = "";

  constructor(
    readonly id: string,
    readonly view: ViewQuery,
    readonly locale: "en" | "ko",
  ) {}

  /** The frame that follows it from where it stands, or from nothing. */
  request(): Subscribe {
    const { id, view, locale, stream, position } = this;
    return stream === null ? { id, view, locale } : { id, view, locale, stream, position };
  }

  /** Returns whether the state is another now. */
  move(event: ViewEvent, problem: LiveProblem | null = null): boolean {
    const before = this.state;
    this.state = viewTable[before][event];
    this.problem = problem;
    if (this.state === "gone" || this.state === "refused") this.forget();
    return this.state !== before;
  }

  takeSnapshot(frame: Snapshot): KpiAnswer {
    this.stream = frame.stream;
    this.position = frame.position;
    this.answer = frame.answer;
    return frame.answer;
  }

  /** The next answer; null where the delta does not fit what is held: something was missed. */
  takeDelta(frame: Delta): KpiAnswer | null {
    const next = this.answer === null || frame.from !== this.position ? null : applyDelta(this.answer, frame);
    if (next === null) return null;
    this.position = frame.to;
    this.answer = next;
    return next;
  }

  /** Asks from nothing the next time. */
  forget(): void {
    this.stream = null;
    this.position = "";
    this.answer = null;
  }
}
