/** Rules that are told for the whole of what was asked; others have words at their field. */
export const refusalsTold = ["most", "unique", "over", "running", "unreadable"] as const;
