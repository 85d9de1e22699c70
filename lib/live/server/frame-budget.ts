const mostFrames = 300;
const windowMilliseconds = 10_000;

/** How many frames a client may send: so many in any window of ten seconds that begins with a frame. */
export class FrameBudget {
  private spent = 0;
  private windowEnds = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly now: () => number,
    private readonly most = mostFrames,
  ) {}

  /** Takes one frame from the budget; false where there is none left. */
  take(): boolean {
    if (this.now() > this.windowEnds) {
      this.windowEnds = this.now() + windowMilliseconds;
      this.spent = 0;
    }
    this.spent += 1;
    return this.spent <= this.most;
  }
}
