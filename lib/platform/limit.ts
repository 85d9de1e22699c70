/** Lets so many in at once, the others in the order of their coming. */
export class Limit {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Resolves when there is room, to what gives the room back. */
  async enter(): Promise<() => void> {
    if (this.inside >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.inside += 1;
    return () => {
      const next = this.waiting.shift();
      if (next === undefined) this.inside -= 1;
      else next();
    };
  }
}
