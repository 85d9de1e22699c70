import type { ReportContent, ReportKind, Subject } from "@/lib/reports/content-shape";
import type { AskedSchedule } from "@/lib/reports/manage/asked-schedule";
import { type Called, type ShownSchedule, shownTimingSchema } from "@/lib/reports/manage/schedule-shapes";
import type { Delivery, Recipient } from "@/lib/reports/recipients-shape";
import type { Timing } from "@/lib/reports/timing-shape";

export type Rule = Timing["rule"];
export type NamedPlace = { id: string; name: string };

/** A schedule that is being edited: what is asked for, with the names of what was chosen, and what is not whole yet. */
export type Draft = {
  name: string;
  content: Omit<ReportContent, "subject">;
  /** `own`, or a named place; null: it is still to be chosen. */
  subject: "own" | NamedPlace | null;
  timing: Timing;
  recipients: readonly Recipient[];
  delivery: Delivery;
  called: Called;
};

const usualTime = "07:30";

export function newDraft({ userId, today, zone, kind }: { userId: string; today: string; zone: string; kind: ReportKind }): Draft {
  return {
    name: "",
    content: {
      kind,
      term: null,
      period: "term-to-date",
      program: null,
      yearOfStudy: null,
      compare: "previous-term",
      language: null,
      paper: "a4",
    },
    subject: "own",
    timing: {
      rule: { every: "weekday", at: usualTime },
      zone,
      holidays: "send",
      inTermOnly: false,
      startsOn: today,
      endsOn: null,
      missed: "once",
    },
    recipients: [{ to: "user", user: userId }],
    delivery: { email: "attached", store: false },
    called: { users: [], roles: [], places: [] },
  };
}

export function draftOf({ name, content: { subject, ...content }, timing, recipients, delivery, called }: ShownSchedule): Draft {
  return { name, content, subject: subjectOf(subject, called), timing, recipients, delivery, called };
}

function subjectOf(subject: Subject, { places }: Called): Draft["subject"] {
  if (subject.of === "own") return "own";
  const id = subject.of === "org-unit" ? subject.orgUnit : subject.of === "course" ? subject.course : subject.section;
  return { id, name: places.find((place) => place.id === id)?.name ?? id };
}

/** Kinds whose place can be named, and what is searched for. */
export const placeKindOf = { department: "departments", course: "courses", section: "sections" } as const;

/** What is sent, or the fields that are not whole yet with what is wrong with them. */
export function askedOf(draft: Draft): { asked: AskedSchedule } | { missing: FieldProblem[] } {
  const { name, content, subject, timing, recipients, delivery } = draft;
  const missing: FieldProblem[] = [];
  if (name.trim() === "") missing.push({ field: "name", rule: "required" });
  if (subject === null) missing.push({ field: "content.subject", rule: "required" });
  missing.push(...problemsOfTiming(timing));
  if (recipients.length === 0) missing.push({ field: "recipients", rule: "required" });
  // It can neither sign in nor look into the archive.
  if (delivery.email !== "attached" && recipients.some(({ to }) => to === "address"))
    missing.push({ field: "delivery.email", rule: "outside" });
  if (missing.length > 0 || subject === null) return { missing };
  return {
    asked: {
      name: name.trim(),
      content: { ...content, subject: askedSubject(content.kind, subject) },
      timing,
      recipients: [...recipients],
      delivery,
    },
  };
}

/** `rule`: of what the server would refuse it by. */
export type FieldProblem = { field: string; rule: string };

function problemsOfTiming({ rule, startsOn, endsOn }: Timing): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (rule.every === "week" && rule.on.length === 0) problems.push({ field: "timing.rule.on", rule: "required" });
  if (rule.at === "") problems.push({ field: "timing.rule.at", rule: "required" });
  if (rule.every === "month" && !(Number.isInteger(rule.day) && rule.day >= 1 && rule.day <= 31))
    problems.push({ field: "timing.rule.day", rule: "range" });
  if (rule.every === "term" && !(Number.isInteger(rule.weeks) && Math.abs(rule.weeks) <= 12))
    problems.push({ field: "timing.rule.weeks", rule: "range" });
  if (startsOn === "") problems.push({ field: "timing.startsOn", rule: "required" });
  if (endsOn !== null && endsOn < startsOn) problems.push({ field: "timing.endsOn", rule: "order" });
  return problems;
}

/** A timing that can be looked ahead with; null while it is not whole. */
export const wholeTiming = (timing: Timing): Timing | null =>
  problemsOfTiming(timing).length === 0 && shownTimingSchema.safeParse(timing).success ? timing : null;

export function askedSubject(kind: ReportKind, subject: "own" | NamedPlace): Subject {
  if (subject === "own") return { of: "own" };
  switch (kind) {
    case "institution":
      return { of: "own" };
    case "department":
      return { of: "org-unit", orgUnit: subject.id };
    case "course":
      return { of: "course", course: subject.id };
    case "section":
      return { of: "section", section: subject.id };
  }
}

const wednesday = 3;

/** Another rhythm at the same time of day. */
export function ruleOf(every: Rule["every"], at: string): Rule {
  switch (every) {
    case "day":
    case "weekday":
      return { every, at };
    case "week":
      return { every, on: [wednesday], at };
    case "month":
      return { every, day: 1, at };
    case "month-end":
      return { every, day: "last-working-day", at };
    case "term":
      return { every, event: "census", weeks: -1, at };
  }
}

export const rhythms = ["day", "weekday", "week", "month", "month-end", "term"] as const satisfies readonly Rule["every"][];
