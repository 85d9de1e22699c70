import type { Grouping, KpiId } from "./question";

export type Filter = "from" | "to" | "orgUnit" | "course" | "section" | "program" | "yearOfStudy" | "state" | "scale";

/** A KPI as data: what it means in words, what it is made of, and what may be asked of it. */
export type KpiDefinition = {
  id: KpiId;
  name: { en: string; ko: string };
  /** Plain language: what the number says. */
  text: { en: string; ko: string };
  numerator: { en: string; ko: string };
  denominator: { en: string; ko: string };
  unit: "ratio" | "points";
  /** Which way is better. */
  direction: "up" | "down";
  measures: readonly string[];
  groupings: readonly Grouping[];
  filters: readonly Filter[];
  /** Measures that count students: small ones are hidden from readers without student-level rights. */
  countsStudents: readonly string[];
  policyOptions: readonly string[];
  source: string;
};

const places = ["orgUnit", "course", "section"] as const;

export const kpiDefinitions: readonly KpiDefinition[] = [
  {
    id: "attendance-rate",
    name: { en: "Attendance rate", ko: "출석률" },
    text: {
      en: "How often students were there, of the times they were expected, in meetings that were held.",
      ko: "실시된 수업에서 출석해야 했던 횟수 중 실제로 출석한 비율입니다.",
    },
    numerator: { en: "Present, and late as the policy weighs it", ko: "출석(지각은 정책 가중치 적용)" },
    denominator: {
      en: "Present, late and absent; excused is left out unless the policy says otherwise",
      ko: "출석 + 지각 + 결석(공결은 정책에 따라 제외)",
    },
    unit: "ratio",
    direction: "up",
    measures: ["present", "late", "absent", "excused"],
    groupings: ["date", "week", "org_unit", "course", "section", "program"],
    filters: ["from", "to", ...places, "program", "yearOfStudy"],
    countsStudents: [],
    policyOptions: ["attendance.lateWeight", "attendance.excused"],
    source: "Bellwether KPI definitions: attendance",
  },
  {
    id: "attendance-coverage",
    name: { en: "Attendance coverage", ko: "출결 입력률" },
    text: {
      en: "The share of meetings held whose roll was recorded. A rate over a third of the rolls is not the rate.",
      ko: "실시된 수업 중 출결이 입력된 수업의 비율입니다.",
    },
    numerator: { en: "Meetings with a recorded roll", ko: "출결이 입력된 수업" },
    denominator: { en: "Meetings held", ko: "실시된 수업" },
    unit: "ratio",
    direction: "up",
    measures: ["recordedMeetings", "heldMeetings"],
    groupings: ["date", "week", "org_unit", "course", "section"],
    filters: ["from", "to", ...places],
    countsStudents: [],
    policyOptions: [],
    source: "Bellwether KPI definitions: attendance",
  },
  {
    id: "grade-distribution",
    name: { en: "Grade distribution", ko: "학점 분포" },
    text: {
      en: "How many students hold each letter of a scale. Scales are never added up, nor provisional and final grades.",
      ko: "성적 체계별 각 등급의 학생 수입니다. 체계가 다르거나 잠정·확정 성적은 합산하지 않습니다.",
    },
    numerator: { en: "Grade points times credits", ko: "평점 × 학점" },
    denominator: { en: "Credits of grades with points", ko: "평점이 있는 학점의 합" },
    unit: "points",
    direction: "up",
    measures: ["letters", "gradePointCredits", "gradedCredits"],
    groupings: ["org_unit", "course", "section", "program", "letter"],
    filters: [...places, "program", "yearOfStudy", "state", "scale"],
    countsStudents: ["letters"],
    policyOptions: [],
    source: "Bellwether KPI definitions: grades",
  },
  {
    id: "mean-grade-points",
    name: { en: "Mean grade points", ko: "평균 평점" },
    text: { en: "Grade points weighed by credits.", ko: "학점으로 가중한 평균 평점입니다." },
    numerator: { en: "Grade points times credits", ko: "평점 × 학점" },
    denominator: { en: "Credits of grades with points", ko: "평점이 있는 학점의 합" },
    unit: "points",
    direction: "up",
    measures: ["gradePointCredits", "gradedCredits"],
    groupings: ["org_unit", "course", "section", "program"],
    filters: [...places, "program", "yearOfStudy", "state", "scale"],
    countsStudents: [],
    policyOptions: [],
    source: "Bellwether KPI definitions: grades",
  },
  {
    id: "dfw-rate",
    name: { en: "DFW rate", ko: "DFW 비율" },
    text: {
      en: "Of the enrolments at census, those that were withdrawn since or hold a failing or low letter, each once.",
      ko: "기준일 수강생 중 이후 수강을 철회했거나 낙제·저성적을 받은 비율입니다.",
    },
    numerator: { en: "Withdrawn since census, or a failing or low letter", ko: "기준일 이후 철회 또는 낙제·저성적" },
    denominator: { en: "Enrolments not withdrawn before the census day", ko: "기준일 전에 철회하지 않은 수강" },
    unit: "ratio",
    direction: "down",
    measures: ["dfw", "censusEnrolments"],
    groupings: ["org_unit", "course", "section", "program"],
    filters: [...places, "program", "yearOfStudy", "state"],
    countsStudents: ["dfw", "censusEnrolments"],
    policyOptions: [],
    source: "Bellwether KPI definitions: grades",
  },
  {
    id: "dropout-rate",
    name: { en: "Dropout rate", ko: "중도탈락률" },
    text: {
      en: "Students who left within the window, by withdrawal or dismissal, for each student enrolled at census.",
      ko: "기준일 재적 학생 대비 기간 중 자퇴·제적 등으로 중도탈락한 학생의 비율입니다.",
    },
    numerator: { en: "Students withdrawn or dismissed by a change within the window", ko: "기간 중 자퇴·제적된 학생" },
    denominator: { en: "Students enrolled on the census day", ko: "기준일 재학생(정책에 따라 휴학 포함)" },
    unit: "ratio",
    direction: "down",
    measures: ["dropouts", "enrolledAtCensus"],
    groupings: ["date", "week", "org_unit", "program"],
    filters: ["to", ...places, "program", "yearOfStudy"],
    countsStudents: ["dropouts", "enrolledAtCensus"],
    policyOptions: ["dropout.window", "dropout.census", "dropout.countLeave"],
    source: "Higher education disclosure definition of 중도탈락률: dropouts over enrolled students",
  },
  {
    id: "course-withdrawal-rate",
    name: { en: "Course withdrawal rate", ko: "수강철회율" },
    text: { en: "Of the enrolments that began, those withdrawn so far.", ko: "시작된 수강 중 현재까지 철회된 비율입니다." },
    numerator: { en: "Enrolments withdrawn since the term's first day", ko: "학기 시작일 이후 철회된 수강" },
    denominator: { en: "Enrolments but those withdrawn before the term's first day", ko: "시작일 전 철회를 제외한 수강" },
    unit: "ratio",
    direction: "down",
    measures: ["withdrawn", "registered"],
    groupings: ["date", "week", "org_unit", "course", "section", "program"],
    filters: ["to", ...places, "program", "yearOfStudy"],
    countsStudents: ["withdrawn", "registered"],
    policyOptions: [],
    source: "Bellwether KPI definitions: course withdrawal",
  },
  {
    id: "engagement-rate",
    name: { en: "Engagement rate", ko: "학습 참여율" },
    text: {
      en: "Students with any observed activity in the last seven days, of those enrolled in a section.",
      ko: "수강 중인 학생 가운데 최근 7일간 학습 활동이 있는 학생의 비율입니다.",
    },
    numerator: { en: "Of them, active in the seven days", ko: "7일간 활동한 학생" },
    denominator: { en: "Students enrolled in a section on the day", ko: "해당일 수강 중인 학생" },
    unit: "ratio",
    direction: "up",
    measures: ["active", "enrolled"],
    groupings: ["org_unit", "course", "section", "program"],
    filters: ["to", ...places, "program", "yearOfStudy"],
    countsStudents: ["active", "enrolled"],
    policyOptions: [],
    source: "Bellwether KPI definitions: engagement",
  },
];

export function definitionOf(id: KpiId): KpiDefinition {
  const found = kpiDefinitions.find((definition) => definition.id === id);
  if (found === undefined) throw new Error(`No KPI ${id}`);
  return found;
}
