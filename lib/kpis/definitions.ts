import type { Grouping, KpiId } from "./question";

export type Filter = "from" | "to" | "orgUnit" | "course" | "section" | "program" | "yearOfStudy" | "state" | "scale";

/** A KPI as data: what it is made of, and what may be asked of it. What it means is in definition-words.ts. */
export type KpiDefinition = {
  id: KpiId;
  name: { en: string; ko: string };
  unit: "ratio" | "points";
  /** Which way is better. */
  direction: "up" | "down";
  measures: readonly string[];
  groupings: readonly Grouping[];
  filters: readonly Filter[];
  /** Measures that count students: small ones are hidden from readers without student-level rights. */
  countsStudents: readonly string[];
  policyOptions: readonly string[];
};

const places = ["orgUnit", "course", "section"] as const;

export const kpiDefinitions: readonly KpiDefinition[] = [
  {
    id: "attendance-rate",
    name: { en: "Attendance rate", ko: "출석률" },
    unit: "ratio",
    direction: "up",
    measures: ["present", "late", "absent", "excused"],
    groupings: ["date", "week", "org_unit", "course", "section", "program"],
    filters: ["from", "to", ...places, "program", "yearOfStudy"],
    countsStudents: [],
    policyOptions: ["attendance.lateWeight", "attendance.excused"],
  },
  {
    id: "attendance-coverage",
    name: { en: "Attendance coverage", ko: "출결 입력률" },
    unit: "ratio",
    direction: "up",
    measures: ["recordedMeetings", "heldMeetings"],
    groupings: ["date", "week", "org_unit", "course", "section"],
    filters: ["from", "to", ...places],
    countsStudents: [],
    policyOptions: [],
  },
  {
    id: "grade-distribution",
    name: { en: "Grade distribution", ko: "학점 분포" },
    unit: "points",
    direction: "up",
    measures: ["letters", "gradePointCredits", "gradedCredits"],
    groupings: ["org_unit", "course", "section", "program", "letter"],
    filters: [...places, "program", "yearOfStudy", "state", "scale"],
    countsStudents: ["letters"],
    policyOptions: [],
  },
  {
    id: "mean-grade-points",
    name: { en: "Mean grade points", ko: "평균 평점" },
    unit: "points",
    direction: "up",
    measures: ["gradePointCredits", "gradedCredits"],
    groupings: ["org_unit", "course", "section", "program"],
    filters: [...places, "program", "yearOfStudy", "state", "scale"],
    countsStudents: [],
    policyOptions: [],
  },
  {
    id: "dfw-rate",
    name: { en: "DFW rate", ko: "DFW 비율" },
    unit: "ratio",
    direction: "down",
    measures: ["dfw", "censusEnrolments"],
    groupings: ["org_unit", "course", "section", "program"],
    filters: [...places, "program", "yearOfStudy", "state"],
    countsStudents: ["dfw", "censusEnrolments"],
    policyOptions: [],
  },
  {
    id: "dropout-rate",
    name: { en: "Dropout rate", ko: "중도탈락률" },
    unit: "ratio",
    direction: "down",
    measures: ["dropouts", "enrolledAtCensus"],
    groupings: ["date", "week", "org_unit", "program"],
    filters: ["to", ...places, "program", "yearOfStudy"],
    countsStudents: ["dropouts", "enrolledAtCensus"],
    policyOptions: ["dropout.window", "dropout.census", "dropout.countLeave"],
  },
  {
    id: "course-withdrawal-rate",
    name: { en: "Course withdrawal rate", ko: "수강철회율" },
    unit: "ratio",
    direction: "down",
    measures: ["withdrawn", "registered"],
    groupings: ["date", "week", "org_unit", "course", "section", "program"],
    filters: ["to", ...places, "program", "yearOfStudy"],
    countsStudents: ["withdrawn", "registered"],
    policyOptions: [],
  },
  {
    id: "engagement-rate",
    name: { en: "Engagement rate", ko: "학습 참여율" },
    unit: "ratio",
    direction: "up",
    measures: ["active", "enrolled"],
    groupings: ["org_unit", "course", "section", "program"],
    filters: ["to", ...places, "program", "yearOfStudy"],
    countsStudents: ["active", "enrolled"],
    policyOptions: [],
  },
];

export function definitionOf(id: KpiId): KpiDefinition {
  const found = kpiDefinitions.find((definition) => definition.id === id);
  if (found === undefined) throw new Error(`No KPI ${id}`);
  return found;
}
