import type { Figure } from "./figures";

/** What a measurement gets, and gives. */
export type Run = {
  /** Short loads and one million facts only. */
  quick: boolean;
  /** Attendance facts at which reads are measured; null: as the section says. */
  facts: number | null;
  say(line: string): void;
};

export type Measurement = (run: Run) => Promise<Figure[]>;
