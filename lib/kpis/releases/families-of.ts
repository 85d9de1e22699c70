import type { KpiId } from "../question";

/** Whose facts a KPI counts, by the names of the feed's families; none where it counts no students. */
export const touchFamilies: Readonly<Record<KpiId, readonly string[]>> = {
  "attendance-rate": ["attendance"],
  "attendance-coverage": [],
  "grade-distribution": ["grade"],
  "mean-grade-points": ["grade"],
  "dfw-rate": ["enrollment"],
  "dropout-rate": ["registration"],
  "course-withdrawal-rate": ["enrollment"],
  "engagement-rate": ["enrollment", "activity"],
};
