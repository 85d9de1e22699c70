import type { Withheld } from "@/lib/reports/recipients/withheld";

/** Why somebody gets none: each has words (`reports.withheld`). */
export const withheldTold = [
  "unknown",
  "disabled",
  "role-ended",
  "owner-may-not",
  "no-scope",
  "nothing-own",
  "out-of-scope",
  "too-many",
] as const satisfies readonly Withheld[];
