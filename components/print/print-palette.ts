import type { Palette } from "../exports/palette";

/** The light colours of the tokens (app/tokens.css): paper is white whatever the reader's screen is. A test holds them to be the same. */
export const printPalette = {
  surface: "#ffffff",
  sunken: "#edf0f4",
  line: "#dce2e8",
  edge: "#7a8794",
  ink: "#14202c",
  "ink-soft": "#4b5967",
  series: "#0b5fa5",
  "series-before": "#7a8794",
  heat: "#0b5fa5",
} as const satisfies Palette;

export const printColours = { accent: "#0b5fa5", good: "#17633c", bad: "#a3281b", warn: "#664500", "warn-soft": "#fff4dc" } as const;
