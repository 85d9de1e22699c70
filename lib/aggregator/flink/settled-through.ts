/** What facts held at a moment: the place in the topic that each partition was applied up to, and how often dimensions were published. */
export type FactsAt = { at: Date; places: ReadonlyMap<number, bigint>; publications: bigint };

/** How far an engine is, as it was found. */
export type Reached = { through: ReadonlyMap<number, bigint>; publications: bigint };

/** Moments that are remembered: at four a second, a minute of being behind. */
const mostMoments = 240;

/**
 * Tells up to when cells hold what facts held: under a steady flow facts are always ahead, and the question is by how much.
 * Moments are noted as they pass, and found again once the engine is past what facts held then.
 */
export class SettledThrough {
  private moments: FactsAt[] = [];

  note(moment: FactsAt): void {
    this.moments.push(moment);
    if (this.moments.length > mostMoments) this.moments.shift();
  }

  /** The last moment that is reached, and those before it forgotten; null: none is. */
  reachedBy({ through, publications }: Reached): Date | null {
    const index = this.moments.findLastIndex(
      (moment) =>
        moment.publications <= publications && [...moment.places].every(([partition, place]) => (through.get(partition) ?? 0n) >= place),
    );
    const found = this.moments[index];
    if (found === undefined) return null;
    this.moments = this.moments.slice(index);
    return found.at;
  }

  forget(): void {
    this.moments = [];
  }
}
