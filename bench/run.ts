import type { Figure } from "./figures";

/** What a measurement gets, and gives. */
export type Run = {
  /** Short loads and one million facts only. */
  quick: boolean;
  say(line: string): void;
};

export type Measurement = (run: Run) => Promise<Figure[]>;
