import * as z from "zod/mini";
import { withMoment } from "@/lib/live/client/moment";

const status = z.enum(["enrolled", "leave", "withdrawn", "dismissed", "graduated", "transferred"]);
const place = { section: z.string(), title: z.nullable(z.string()) };

const reasonSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("over"), ...place }),
  z.object({ kind: z.literal("near"), ...place, absencesLeft: z.number() }),
  z.object({ kind: z.literal("failing"), sections: z.array(z.object({ ...place, letter: z.string() })) }),
  z.object({ kind: z.literal("low-marks"), marks: z.number() }),
  z.object({ kind: z.literal("rising"), absent: z.number(), before: z.number(), days: z.number() }),
  z.object({ kind: z.literal("fell"), now: z.number(), before: z.number(), term: z.string(), scale: z.string() }),
  z.object({ kind: z.literal("status"), status, on: z.string() }),
  z.object({ kind: z.literal("withdrew"), sections: z.number() }),
  z.object({ kind: z.literal("chronic"), sections: z.number() }),
  z.object({ kind: z.literal("quiet"), days: z.number() }),
  z.object({ kind: z.literal("left"), status }),
]);
export type ReasonData = z.infer<typeof reasonSchema>;

const course = { section: z.string(), course: z.nullable(z.string()) };
const changeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("new-student") }),
  z.object({ kind: z.literal("status"), status }),
  z.object({ kind: z.literal("absences"), more: z.number() }),
  z.object({ kind: z.literal("mark"), ...course, title: z.nullable(z.string()), score: z.number(), maxScore: z.number() }),
  z.object({ kind: z.literal("letter"), ...course, letter: z.string() }),
]);
export type ChangeData = z.infer<typeof changeSchema>;

export const contactSchema = z.object({
  contact: z.string(),
  channel: z.string(),
  note: z.nullable(z.string()),
  at: z.string(),
  by: z.nullable(z.string()),
});
export type ContactData = z.infer<typeof contactSchema>;

const adviseeSchema = z.object({
  student: z.string(),
  name: z.nullable(z.string()),
  program: z.nullable(z.string()),
  yearOfStudy: z.nullable(z.number()),
  absent: z.number(),
  expected: z.number(),
  lastActivityOn: z.nullable(z.string()),
  reasons: z.array(reasonSchema),
  changes: z.array(changeSchema),
  lastContact: z.nullable(contactSchema),
});
export type AdviseeData = z.infer<typeof adviseeSchema>;

const listSchema = z.object({ since: z.nullable(z.string()), students: z.array(adviseeSchema) });
export type AdviseeList = z.infer<typeof listSchema>;

/** The reader's own students, whom to call first; `since`: when the reader last looked before this visit. */
export async function fetchAdvisees(term: string, moment: string | null): Promise<AdviseeList> {
  const response = await fetch(`/api/internal/students?${withMoment(new URLSearchParams({ term }), moment)}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return listSchema.parse(await response.json());
}

/** The reader looks at the list. What is new is told against the visit before, so that one that is missed does no harm. */
export async function noteLook(term: string): Promise<void> {
  const body = JSON.stringify({ about: "advisees", term });
  const response = await fetch("/api/internal/looks", { method: "PUT", headers: { "content-type": "application/json" }, body });
  if (!response.ok) throw new Error(`status ${response.status}`);
}
