import * as z from "zod/mini";
import { withMoment } from "@/lib/live/client/moment";

const attendance = z.enum(["present", "late", "absent", "excused"]);
export type Mark = z.infer<typeof attendance>;

const meetingSchema = z.object({
  id: z.string(),
  startsAt: z.string(),
  day: z.string(),
  status: z.enum(["planned", "held", "cancelled"]),
  hasRoll: z.boolean(),
  /** Null for who does not see the whole section. */
  rolls: z.nullable(z.number()),
});
export type MeetingRow = z.infer<typeof meetingSchema>;

const changeSchema = z.object({ status: attendance, by: z.nullable(z.string()), at: z.nullable(z.string()) });
export type RollChange = z.infer<typeof changeSchema>;

const sectionSchema = z.object({
  today: z.string(),
  mayRecord: z.boolean(),
  roll: z.object({
    meetingsPlanned: z.nullable(z.number()),
    meetingsHeld: z.number(),
    absencesAllowed: z.nullable(z.number()),
    /** More absences than this share of the planned meetings mean F. */
    absenceLimit: z.number(),
    meetings: z.array(meetingSchema),
    meeting: z.nullable(z.extend(meetingSchema, { isToday: z.boolean() })),
  }),
  students: z.array(
    z.object({
      student: z.string(),
      name: z.nullable(z.string()),
      status: z.nullable(z.enum(["enrolled", "withdrawn", "completed"])),
      present: z.number(),
      late: z.number(),
      absent: z.number(),
      excused: z.number(),
      absencesLeft: z.nullable(z.number()),
      chronic: z.boolean(),
      /** A letter for each of the meetings, up to the last with a mark. */
      marks: z.string().check(z.regex(/^[plae-]*$/)),
      last: z.nullable(attendance),
      recordedAt: z.nullable(z.string()),
      entry: z.nullable(z.string()),
      changes: z.array(changeSchema),
      letter: z.nullable(z.string()),
      state: z.nullable(z.enum(["provisional", "final"])),
      running: z.nullable(z.number()),
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
