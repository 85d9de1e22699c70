/** Why somebody should be called, the weightiest first. */
export type Reason =
  | { kind: "left"; status: "leave" | "withdrawn" | "dismissed" | "graduated" | "transferred" }
  | { kind: "over"; section: string; title: string | null }
  | { kind: "near"; section: string; title: string | null; absencesLeft: number }
  | { kind: "chronic"; sections: number }
  | { kind: "quiet"; days: number };

export type Standing = {
  registration: "enrolled" | "leave" | "withdrawn" | "dismissed" | "graduated" | "transferred" | null;
  sections: number;
  absent: number;
  expected: number;
  nearest: { section: string; title: string | null; absencesLeft: number } | null;
  chronic: number;
  lastActivityOn: string | null;
};

/** With so many absences left, or fewer, one is near the limit. */
export const nearLimit = 1;
/** Days without any activity after which that is worth a call. */
export const quietAfter = 14;

export function reasonsOf(standing: Standing, today: string): Reason[] {
  const { registration, nearest, chronic, lastActivityOn, sections } = standing;
  // Whoever is away for good or for the term is no case of absence.
  if (registration !== null && registration !== "enrolled") return [{ kind: "left", status: registration }];
  const reasons: Reason[] = [];
  if (nearest !== null && nearest.absencesLeft < 0) reasons.push({ kind: "over", section: nearest.section, title: nearest.title });
  else if (nearest !== null && nearest.absencesLeft <= nearLimit) reasons.push({ kind: "near", ...nearest });
  if (chronic > 0) reasons.push({ kind: "chronic", sections: chronic });
  const days = lastActivityOn === null ? null : Math.round((Date.parse(today) - Date.parse(lastActivityOn)) / 86_400_000);
  if (days !== null && days >= quietAfter && sections > 0) reasons.push({ kind: "quiet", days });
  return reasons;
}

const weight = (reasons: readonly Reason[]) => {
  switch (reasons[0]?.kind) {
    case "over":
      return 0;
    case "near":
      return 1;
    case "chronic":
      return 2;
    case "quiet":
      return 3;
    case undefined:
      return 4;
    case "left":
      return 5;
  }
};

const absence = ({ absent, expected }: Standing) => (expected === 0 ? 0 : absent / expected);

/** Whom to call first: by the weightiest reason, then by the fewest absences left, then by the share missed. */
export function byNeed<T extends Standing>(students: readonly T[], today: string): (T & { reasons: Reason[] })[] {
  return students
    .map((student) => ({ ...student, reasons: reasonsOf(student, today) }))
    .sort(
      (a, b) =>
        weight(a.reasons) - weight(b.reasons) ||
        (a.nearest?.absencesLeft ?? 99) - (b.nearest?.absencesLeft ?? 99) ||
        absence(b) - absence(a),
    );
}
