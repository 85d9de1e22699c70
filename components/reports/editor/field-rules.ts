/** Rules that have words of their own; others are told as not taken. */
export const fieldRules = [
  "required",
  "order",
  "range",
  "known",
  "unique",
  "fits-kind",
  "reports:manage",
  "students:see",
  "owner",
  "outside",
  "no-store",
  "format",
] as const;
