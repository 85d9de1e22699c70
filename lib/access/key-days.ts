/** A key that is made on the screen holds for a year at most, or without an end if that is said; usually for so long. */
export const keyDays = { usual: 90, most: 365 } as const;

/** How long two secrets of a key hold side by side. */
export const overlapDays = { usual: 7, most: 90 } as const;
