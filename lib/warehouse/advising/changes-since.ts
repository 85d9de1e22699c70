import { z } from "zod";
import type { RegistrationStatus, Standing } from "./standing";

/** What a reader saw of a student: enough to say later what is new. */
const seenStudentSchema = z.object({
  absent: z.number(),
  /** Scores by assessment, letters by section. */
  marks: z.record(z.string(), z.number()),
  letters: z.record(z.string(), z.string()),
  registration: z.string().nullable(),
});
/** By pseudonym. */
export const seenSchema = z.record(z.string(), seenStudentSchema);
export type Seen = z.infer<typeof seenSchema>;

export type Change =
  | { kind: "new-student" }
  | { kind: "status"; status: RegistrationStatus }
  /** More absences than then; fewer where some were excused since. */
  | { kind: "absences"; more: number }
  | { kind: "mark"; title: string | null; course: string | null; section: string; score: number; maxScore: number }
  | { kind: "letter"; course: string | null; section: string; letter: string };

export const seenOf = (standings: readonly Standing[]): Seen =>
  Object.fromEntries(
    standings.map(({ student, absent, marks, letters, registration }) => [
      student,
      {
        absent,
        marks: Object.fromEntries(marks.map((mark) => [mark.assessment, mark.score])),
        letters: Object.fromEntries(letters.map((one) => [one.section, one.letter])),
        registration,
      },
    ]),
  );

/** What is other now than it was when it was seen. Against what was seen, and not by time: rolls and marks come late. */
export function changesSince(before: Seen, now: Standing): Change[] {
  const seen = before[now.student];
  if (seen === undefined) return [{ kind: "new-student" }];
  const changes: Change[] = [];
  if (now.registration !== null && now.registration !== seen.registration) changes.push({ kind: "status", status: now.registration });
  if (now.absent !== seen.absent) changes.push({ kind: "absences", more: now.absent - seen.absent });
  for (const { assessment, title, course, section, score, maxScore } of now.marks)
    if (seen.marks[assessment] !== score) changes.push({ kind: "mark", title, course, section, score, maxScore });
  for (const { section, course, letter } of now.letters)
    if (seen.letters[section] !== letter) changes.push({ kind: "letter", course, section, letter });
  return changes;
}
