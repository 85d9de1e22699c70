/** Rules that have words of their own; others are told as a failure. */
export const refusedRules = [
  "unique",
  "exists",
  "bound",
  "future",
  "more-than-held",
  "holds-more",
  "own-access",
  "last-administrator",
  "over",
  "followed",
  "demo",
  "disabled",
  "built-in",
  "email",
] as const;
