/** Lets at most `most` hold it at a time; others wait in their order. */
export class Gate {
  private held = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async enter(): Promise<void> {
    if (this.held < this.most) {
      this.held += 1;
      return;
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Hands the place to who waits longest. */
  leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.held -= 1;
    else next();
  }
}
