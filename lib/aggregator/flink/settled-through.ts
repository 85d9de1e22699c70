/** Places in topics, by topic and partition. */
export type Places = ReadonlyMap<string, bigint>;
export const placeName = (topic: string, partition: number) => `${topic}/${partition}`;

/** What facts held at a moment: up to where the topic of events was applied, and where those of dimensions ended. */
export type FactsAt = { at: Date; places: Places };

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

  /** The last moment that an engine at these places is past, and those before it forgotten; null: none is. */
  reachedBy(through: Places): Date | null {
    const index = this.moments.findLastIndex((moment) => [...moment.places].every(([name, place]) => (through.get(name) ?? 0n) >= place));
    const found = this.moments[index];
    if (found === undefined) return null;
    this.moments = this.moments.slice(index);
    return found.at;
  }

  forget(): void {
    this.moments = [];
  }
}
