/** Rules by which a report is not sent that have words of their own (REPORT-1); others are told as the renderer said them. */
export const causeRules = [
  "missing",
  "order",
  "state",
  "rows",
  "blank",
  "text",
  "position",
  "height",
  "overflow",
  "network",
  "time",
  "status",
] as const;
