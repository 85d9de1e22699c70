import type { CampusEventType } from "@/lib/contracts/campus-events";
import type { KpiId } from "./question";

const places: readonly CampusEventType[] = ["org-unit.defined", "term.defined", "course.defined", "section.defined"];
const persons: readonly CampusEventType[] = ["program.defined", "student.defined"];

/** Events that could change a KPI's figures: one of these that waits in quarantine is missing from them. */
export const eventTypesOf: Readonly<Record<KpiId, readonly CampusEventType[]>> = {
  "attendance-rate": ["attendance.recorded", "meeting.changed", ...places, ...persons],
  "attendance-coverage": ["attendance.recorded", "meeting.changed", ...places],
  "grade-distribution": ["grade.posted", ...places, ...persons],
  "mean-grade-points": ["grade.posted", ...places, ...persons],
  "dfw-rate": ["enrollment.changed", "grade.posted", ...places, ...persons],
  "dropout-rate": ["registration.changed", "enrollment.changed", ...places, ...persons],
  "course-withdrawal-rate": ["enrollment.changed", ...places, ...persons],
  "engagement-rate": ["activity.observed", "enrollment.changed", ...places, ...persons],
};
