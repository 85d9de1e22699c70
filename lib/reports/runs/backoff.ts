/** Tries, and milliseconds between them: the first wait, by what it grows, and the longest. */
export type Patience = { tries: number; first: number; grows: number; longest: number };

/** A tile that has no data yet may have it soon; what is still missing after three quarters of an hour is told. */
export const renderingPatience: Patience = { tries: 6, first: 20_000, grows: 3, longest: 30 * 60_000 };
/** Whoever asks for a preview sits before it. */
export const previewPatience: Patience = { tries: 2, first: 2_000, grows: 1, longest: 2_000 };
/** A mail server may be away for a night: about a day. */
export const deliveryPatience: Patience = { tries: 60, first: 20_000, grows: 2, longest: 30 * 60_000 };

/** Milliseconds after a try that failed, half of them by chance, so that those who failed together do not come back together. */
export function waitAfter(tries: number, { first, grows, longest }: Patience, random: () => number): number {
  const whole = Math.min(longest, first * grows ** Math.max(0, tries - 1));
  return Math.round(whole / 2 + (whole / 2) * random());
}
