import type { RegistrationStatus, Standing } from "./standing";

/** Why somebody should be called. */
export type Reason =
  | { kind: "over"; section: string; title: string | null }
  | { kind: "near"; section: string; title: string | null; absencesLeft: number }
  | { kind: "failing"; sections: { section: string; title: string | null; letter: string }[] }
  | { kind: "low-marks"; marks: number }
  | { kind: "rising"; absent: number; before: number; days: number }
  | { kind: "fell"; now: number; before: number; term: string; scale: string }
  | { kind: "status"; status: RegistrationStatus; on: string }
  | { kind: "withdrew"; sections: number }
  | { kind: "chronic"; sections: number }
  | { kind: "quiet"; days: number }
  /** Away for good or for the term, for a while already: no case for a call. */
  | { kind: "left"; status: RegistrationStatus };

/** With so many absences left, or fewer, one is near the limit. */
export const nearLimit = 1;
/** Days without any activity after which that is worth a call. */
export const quietAfter = 10;
/** What happened within so many days is recent: changes of status, and the absences that are held against those before. */
export const recentDays = 14;
/** Absences within that time that are worth a word where they are twice as many as before. */
const fewestRising = 3;
/** A score below this share of what could be had is low, whatever the scale; so many of them are a reason. */
export const lowShare = 0.5;
const fewestLow = 2;
/** A mean that is so many grade points below the one before has fallen. */
const fall = 0.5;

/** The weightiest first: what cannot be mended later comes before what can. */
const weightiestFirst: readonly Reason["kind"][] = [
  "over",
  "near",
  "failing",
  "status",
  "low-marks",
  "rising",
  "fell",
  "withdrew",
  "chronic",
  "quiet",
  "left",
];
const rank = (reason: Reason | undefined) =>
  reason === undefined ? weightiestFirst.indexOf("left") - 0.5 : weightiestFirst.indexOf(reason.kind);

/** Reasons to call, the weightiest first; `today` is the institution's local day. */
export function reasonsToCall(standing: Standing, today: string): Reason[] {
  const { registration, registeredOn, registrationBefore } = standing;
  const changed = registration !== null && registrationBefore !== null && registration !== registrationBefore;
  const recent = registeredOn !== null && daysBetween(registeredOn, today) <= recentDays;
  const status: Reason[] =
    changed && recent && registration !== "graduated" ? [{ kind: "status", status: registration, on: registeredOn }] : [];
  // Whoever is away is no case of absence.
  if (registration !== null && registration !== "enrolled") return status.length > 0 ? status : [{ kind: "left", status: registration }];
  return [...status, ...ofAbsence(standing), ...ofGrades(standing), ...ofPresence(standing, today)].sort((a, b) => rank(a) - rank(b));
}

function ofAbsence({ nearest, chronic, lately, earlier }: Standing): Reason[] {
  const reasons: Reason[] = [];
  if (nearest !== null && nearest.absencesLeft < 0) reasons.push({ kind: "over", section: nearest.section, title: nearest.title });
  else if (nearest !== null && nearest.absencesLeft <= nearLimit) reasons.push({ kind: "near", ...nearest });
  if (lately.absent >= fewestRising && share(lately) >= 2 * share(earlier))
    reasons.push({ kind: "rising", absent: lately.absent, before: earlier.absent, days: recentDays });
  if (chronic > 0) reasons.push({ kind: "chronic", sections: chronic });
  return reasons;
}

function ofGrades({ marks, letters, means }: Standing): Reason[] {
  const reasons: Reason[] = [];
  const failing = letters.filter((one) => one.failing).map(({ section, course, letter }) => ({ section, title: course, letter }));
  if (failing.length > 0) reasons.push({ kind: "failing", sections: failing });
  const low = marks.filter(({ score, maxScore }) => maxScore > 0 && score / maxScore < lowShare).length;
  if (low >= fewestLow) reasons.push({ kind: "low-marks", marks: low });
  if (means !== null && means.before - means.now >= fall) reasons.push({ kind: "fell", ...means });
  return reasons;
}

function ofPresence({ sections, withdrawnLately, lastActivityOn }: Standing, today: string): Reason[] {
  const reasons: Reason[] = [];
  if (withdrawnLately > 0) reasons.push({ kind: "withdrew", sections: withdrawnLately });
  // Where nothing was ever seen, no system that sees sends anything: that says nothing of the student.
  const days = lastActivityOn === null ? 0 : daysBetween(lastActivityOn, today);
  if (days >= quietAfter && sections > 0) reasons.push({ kind: "quiet", days });
  return reasons;
}

const share = ({ absent, expected }: Standing["lately"]) => (expected === 0 ? 0 : absent / expected);
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Whom to call first: by the weightiest reason, then by how many, by the fewest absences left, by the share missed. */
export function byNeed<T extends Standing>(students: readonly T[], today: string): (T & { reasons: Reason[] })[] {
  return students
    .map((student) => ({ ...student, reasons: reasonsToCall(student, today) }))
    .sort(
      (a, b) =>
        rank(a.reasons[0]) - rank(b.reasons[0]) ||
        b.reasons.length - a.reasons.length ||
        (a.nearest?.absencesLeft ?? 99) - (b.nearest?.absencesLeft ?? 99) ||
        share(b) - share(a) ||
        (a.student < b.student ? -1 : 1),
    );
}

/** Whether there is something to call about. */
export const needsCall = (reasons: readonly Reason[]): boolean => reasons.some((reason) => reason.kind !== "left");
