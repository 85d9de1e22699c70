/** The words of a question about a KPI. It reads nothing and checks nothing, so pages have it without what does. */

export const kpiIds = [
  "attendance-rate",
  "attendance-coverage",
  "grade-distribution",
  "mean-grade-points",
  "dfw-rate",
  "dropout-rate",
  "course-withdrawal-rate",
  "engagement-rate",
] as const;
export type KpiId = (typeof kpiIds)[number];

export const groupings = ["date", "week", "org_unit", "course", "section", "program", "letter"] as const;
export type Grouping = (typeof groupings)[number];

/** With an earlier term, aligned by day; or with what the institution aims at. */
export const comparisons = ["previous-term", "previous-year", "target"] as const;
export type ComparisonKind = (typeof comparisons)[number];
