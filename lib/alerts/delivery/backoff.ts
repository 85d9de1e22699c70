const minute = 60_000;
/** Pauses between attempts: what is not through after a day and a half is given up. */
const pauses = [0.5, 2, 10, 30, 120, 360, 720, 720].map((minutes) => minutes * minute);

/** Attempts that there are in all. */
export const mostAttempts = pauses.length + 1;

/** Milliseconds until the next attempt, after so many; null where there is none. */
export const pauseAfter = (attempts: number): number | null => pauses[attempts - 1] ?? null;
