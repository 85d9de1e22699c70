import { z } from "zod";
import { withMoment } from "@/lib/live/client/moment";

const attendance = z.enum(["present", "late", "absent", "excused"]);
export type Mark = z.infer<typeof attendance>;

const meetingSchema = z.object({
  id: z.string(),
  startsAt: z.string(),
  day: z.string(),
  status: z.enum(["planned", "held", "cancelled"]),
  rolls: z.number(),
});
export type MeetingRow = z.infer<typeof meetingSchema>;

const changeSchema = z.object({ status: attendance, by: z.string().nullable(), at: z.string().nullable() });
export type RollChange = z.infer<typeof changeSchema>;

const sectionSchema = z.object({
  today: z.string(),
  mayRecord: z.boolean(),
  roll: z.object({
    meetingsPlanned: z.number().nullable(),
    meetingsHeld: z.number(),
    absencesAllowed: z.number().nullable(),
    /** More absences than this share of the planned meetings mean F. */
    absenceLimit: z.number(),
    meetings: z.array(meetingSchema),
    meeting: meetingSchema.extend({ isToday: z.boolean() }).nullable(),
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
      /** A letter for each of the meetings, up to the last with a mark. */
      marks: z.string().regex(/^[plae-]*$/),
      last: attendance.nullable(),
      recordedAt: z.string().nullable(),
      entry: z.string().nullable(),
      changes: z.array(changeSchema),
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

/** The roll of a meeting, by default of today's, and the students of a section, under the reader's student-level scope. */
export async function fetchSection(section: string, meeting: string | null, moment: string | null): Promise<SectionData> {
  const parameters = withMoment(new URLSearchParams(meeting === null ? {} : { meeting }), moment);
  const response = await fetch(`/api/internal/sections/${encodeURIComponent(section)}/students?${parameters}`);
  if (response.status === 404) throw new NotShown();
  if (!response.ok) throw new Error(`status ${response.status}`);
  return sectionSchema.parse(await response.json());
}
