import type { Tried } from "./deliver-one";

/** After so many tries in a row that reached nobody the server is taken to be away. */
const enough = 5;
/** Milliseconds until it is tried again, by one alone: the first pause, and the longest. */
const shortest = 5_000;
const longest = 60_000;

/** Spares a mail server that is away, and the tries of those who wait for it: one asks whether it is back, then all go on. */
export class Breaker {
  private inRow = 0;
  private closedUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly now: () => Date) {}

  /** How many of so many may begin. */
  room(free: number): number {
    if (this.inRow < enough) return free;
    return this.now().getTime() < this.closedUntil ? 0 : Math.min(1, free);
  }

  heard(tried: Tried): void {
    if (tried === "nothing") return;
    this.inRow = tried === "reached" ? 0 : this.inRow + 1;
    if (this.inRow >= enough)
      this.closedUntil = this.now().getTime() + Math.min(longest, shortest * 2 ** Math.min(10, this.inRow - enough));
  }

  /** When it is asked again; null where nothing holds, or only that one asks at a time. */
  get opensAt(): Date | null {
    return this.inRow < enough || this.closedUntil <= this.now().getTime() ? null : new Date(this.closedUntil);
  }
}
