import { type KpiDefinition, kpiDefinitions } from "./definitions";
import type { KpiId } from "./question";

/** What a KPI means, to be read by people. Apart from the definitions, which every page carries: hardly any page shows this at once. */
export type DefinitionWords = {
  /** Plain language: what the number says. */
  text: { en: string; ko: string };
  numerator: { en: string; ko: string };
  denominator: { en: string; ko: string };
  source: string;
};

export const definitionWords: Readonly<Record<KpiId, DefinitionWords>> = {
  "attendance-rate": {
    text: {
      en: "How often students were there, of the times they were expected, in meetings that were held.",
      ko: "실시된 수업에서 출석해야 했던 횟수 중 실제로 출석한 비율입니다.",
    },
    numerator: { en: "Present, and late as the policy weighs it", ko: "출석(지각은 정책 가중치 적용)" },
    denominator: {
      en: "Present, late and absent; excused is left out unless the policy says otherwise",
      ko: "출석 + 지각 + 결석(공결은 정책에 따라 제외)",
    },
    source: "Bellwether KPI definitions: attendance",
  },
  "attendance-coverage": {
    text: {
      en: "The share of meetings held whose roll was recorded. A rate over a third of the rolls is not the rate.",
      ko: "실시된 수업 중 출결이 입력된 수업의 비율입니다.",
    },
    numerator: { en: "Meetings with a recorded roll", ko: "출결이 입력된 수업" },
    denominator: { en: "Meetings held", ko: "실시된 수업" },
    source: "Bellwether KPI definitions: attendance",
  },
  "grade-distribution": {
    text: {
      en: "How many students hold each letter of a scale. Scales are never added up, nor provisional and final grades.",
      ko: "성적 체계별 각 등급의 학생 수입니다. 체계가 다르거나 잠정·확정 성적은 합산하지 않습니다.",
    },
    numerator: { en: "Grade points times credits", ko: "평점 × 학점" },
    denominator: { en: "Credits of grades with points", ko: "평점이 있는 학점의 합" },
    source: "Bellwether KPI definitions: grades",
  },
  "mean-grade-points": {
    text: { en: "Grade points weighed by credits.", ko: "학점으로 가중한 평균 평점입니다." },
    numerator: { en: "Grade points times credits", ko: "평점 × 학점" },
    denominator: { en: "Credits of grades with points", ko: "평점이 있는 학점의 합" },
    source: "Bellwether KPI definitions: grades",
  },
  "dfw-rate": {
    text: {
      en: "Of the enrolments at census, those that were withdrawn since or hold a failing or low letter, each once.",
      ko: "기준일 수강생 중 이후 수강을 철회했거나 낙제·저성적을 받은 비율입니다.",
    },
    numerator: { en: "Withdrawn since census, or a failing or low letter", ko: "기준일 이후 철회 또는 낙제·저성적" },
    denominator: { en: "Enrolments not withdrawn before the census day", ko: "기준일 전에 철회하지 않은 수강" },
    source: "Bellwether KPI definitions: grades",
  },
  "dropout-rate": {
    text: {
      en: "Students who left within the window, by withdrawal or dismissal, for each student enrolled at census.",
      ko: "기준일 재적 학생 대비 기간 중 자퇴·제적 등으로 중도탈락한 학생의 비율입니다.",
    },
    numerator: { en: "Students withdrawn or dismissed by a change within the window", ko: "기간 중 자퇴·제적된 학생" },
    denominator: { en: "Students enrolled on the census day", ko: "기준일 재학생(정책에 따라 휴학 포함)" },
    source: "Higher education disclosure definition of 중도탈락률: dropouts over enrolled students",
  },
  "course-withdrawal-rate": {
    text: { en: "Of the enrolments that began, those withdrawn so far.", ko: "시작된 수강 중 현재까지 철회된 비율입니다." },
    numerator: { en: "Enrolments withdrawn since the term's first day", ko: "학기 시작일 이후 철회된 수강" },
    denominator: { en: "Enrolments but those withdrawn before the term's first day", ko: "시작일 전 철회를 제외한 수강" },
    source: "Bellwether KPI definitions: course withdrawal",
  },
  "engagement-rate": {
    text: {
      en: "Students with any observed activity in the last seven days, of those enrolled in a section.",
      ko: "수강 중인 학생 가운데 최근 7일간 학습 활동이 있는 학생의 비율입니다.",
    },
    numerator: { en: "Of them, active in the seven days", ko: "7일간 활동한 학생" },
    denominator: { en: "Students enrolled in a section on the day", ko: "해당일 수강 중인 학생" },
    source: "Bellwether KPI definitions: engagement",
  },
};

/** The definitions with their words, as the API lists them. */
export type DescribedKpi = KpiDefinition & DefinitionWords;

export const describedKpis: readonly DescribedKpi[] = kpiDefinitions.map((definition) => ({
  ...definition,
  ...definitionWords[definition.id],
}));
