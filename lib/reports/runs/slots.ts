/** Works at so many things at once, each claimed when there is room for it. */
export class Slots<T extends { id: string }> {
  private readonly working = new Map<Promise<void>, string>();

  constructor(
    private readonly most: number,
    /** Takes up to so many, and none of those that are worked at here: under a clock that was set forward their leases seem over. */
    private readonly claim: (room: number, held: readonly string[]) => Promise<readonly T[]>,
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
    const claimed = await this.claim(room, [...this.working.values()]);
    for (const one of claimed) this.begin(one);
    return claimed.length;
  }

  /** Resolves when nothing is worked at any more. */
  async idle(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working.keys());
  }

  private begin(one: T): void {
    const ended = this.work(one)
      .catch(this.onError)
      .then(() => {
        this.working.delete(ended);
        this.whenFree();
      });
    this.working.set(ended, one.id);
  }
}
