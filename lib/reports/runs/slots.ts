/** Works at so many things at once, each claimed when there is room for it. */
export class Slots<T> {
  private readonly working = new Set<Promise<void>>();

  constructor(
    private readonly most: number,
    /** Takes up to so many. */
    private readonly claim: (room: number) => Promise<readonly T[]>,
    private readonly work: (claimed: T) => Promise<void>,
    private readonly whenFree: () => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  get busy(): number {
    return this.working.size;
  }

  /** Begins what there is room for; answers with how many. */
  async fill(): Promise<number> {
    const room = this.most - this.working.size;
    if (room <= 0) return 0;
    const claimed = await this.claim(room);
    for (const one of claimed) this.begin(one);
    return claimed.length;
  }

  /** Resolves when nothing is worked at any more. */
  async idle(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working);
  }

  private begin(one: T): void {
    const ended = this.work(one)
      .catch(this.onError)
      .then(() => {
        this.working.delete(ended);
        this.whenFree();
      });
    this.working.add(ended);
  }
}
