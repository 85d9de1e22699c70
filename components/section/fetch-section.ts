import { z } from "zod";

const attendance = z.enum(["present", "late", "absent", "excused"]);

const sectionSchema = z.object({
  roll: z.object({
    meetingsPlanned: z.number().nullable(),
    meetingsHeld: z.number(),
    absencesAllowed: z.number().nullable(),
    meeting: z
      .object({
        id: z.string(),
        startsAt: z.string(),
        status: z.enum(["planned", "held", "cancelled"]),
        isToday: z.boolean(),
        rolls: z.number(),
      })
      .nullable(),
  }),
  students: z.array(
    z.object({
      student: z.string(),
      name: z.string().nullable(),
      status: z.enum(["enrolled", "withdrawn", "completed"]).nullable(),
      present: z.number(),
      late: z.number(),
      absent: z.number(),
      excused: z.number(),
      absencesLeft: z.number().nullable(),
      chronic: z.boolean(),
      last: attendance.nullable(),
      letter: z.string().nullable(),
      state: z.enum(["provisional", "final"]).nullable(),
      running: z.number().nullable(),
    }),
  ),
});
export type SectionData = z.infer<typeof sectionSchema>;
export type SectionStudentRow = SectionData["students"][number];

/** Not the reader's to see, or not there: both alike. */
export class NotShown extends Error {}

/** The roll and students of a section, under the reader's student-level scope. */
export async function fetchSection(section: string): Promise<SectionData> {
  const response = await fetch(`/api/internal/sections/${encodeURIComponent(section)}/students`);
  if (response.status === 404) throw new NotShown();
  if (!response.ok) throw new Error(`status ${response.status}`);
  return sectionSchema.parse(await response.json());
}
