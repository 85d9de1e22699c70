import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { entrySource } from "@/lib/contracts/own-source";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import { personIdSchema } from "@/lib/privacy/vault";
import { findRecordableMeeting } from "@/lib/warehouse/queries/find-recordable-meeting";
import { listRollRows, type RollRow } from "@/lib/warehouse/queries/list-roll-rows";
import { beginEntry, type Entry, type SeenMark, submitEntry } from "./entry";
import type { EntryPorts } from "./ports";

export const attendanceStatuses = ["present", "late", "absent", "excused"] as const;

/** Marks of a roll: those that are new or corrected, and no others. */
export const rollSchema = z.strictObject({
  entry: z.uuid(),
  marks: z
    .array(z.strictObject({ student: z.uuid(), status: z.enum(attendanceStatuses) }))
    .min(1)
    .max(2_000),
});
export type Roll = z.infer<typeof rollSchema>;

/**
 * Records or corrects a roll, and says that the meeting was held. Throws not-found where the meeting is
 * unknown or not the user's to record, both alike; bad-request for a student of elsewhere or a day to come.
 */
export async function recordRoll(ports: EntryPorts, user: UserPrincipal, meetingId: string, roll: Roll): Promise<Entry> {
  const { meeting, rows } = await withScopedRead(ports.database, user.recordScope, async (read) => {
    const found = await findRecordableMeeting(read, meetingId);
    return { meeting: found, rows: await listRollRows(read, meetingId) };
  });
  const today = localDay(ports.now(), ports.timeZone);
  if (meeting.day > today) {
    throw new BellwetherError("bad-request", "A roll is recorded from the meeting's day on.", {
      field: "meeting",
      rule: "begun",
      found: meeting.day,
    });
  }
  const known = new Map(rows.map((row) => [row.student, row]));
  refuseStrangers(roll, known);
  const ids = await ports.vault.identitiesOf(roll.marks.map((mark) => personIdSchema.parse(mark.student)));
  const idOf = (student: string) => ids.get(personIdSchema.parse(student))?.id ?? unknownPerson(student);
  const corrected = roll.marks.map((mark) => known.get(mark.student));
  const entry = await beginEntry(ports, user, {
    id: roll.entry,
    kind: "roll",
    subject: meetingId,
    people: roll.marks.map(({ student }) => student),
    said: roll.marks,
    seen: marksOfOthers(corrected),
    corrects: latestOf([...corrected.map((row) => row?.recordedAt ?? null), meeting.status === "held" ? null : meeting.recordedAt]),
  });
  const time = meeting.startsAt;
  const marks = roll.marks.map(({ student, status }) => ({
    type: "attendance.recorded",
    time,
    data: { meeting: meetingId, student: idOf(student), status },
  }));
  const held = { meeting: meetingId, section: meeting.section, startsAt: meeting.startsAt, status: "held" };
  // Where it is held already, the system that says so goes on to say when.
  await submitEntry(ports, entry, meeting.status === "held" ? marks : [...marks, { type: "meeting.changed", time, data: held }]);
  return entry;
}

function refuseStrangers(roll: Roll, known: ReadonlyMap<string, RollRow>): void {
  const met = new Set<string>();
  for (const [index, { student }] of roll.marks.entries()) {
    const field = `marks.${index}.student`;
    if (met.has(student)) throw new BellwetherError("bad-request", "A student has one mark.", { field, rule: "unique", found: student });
    if (!known.has(student))
      throw new BellwetherError("bad-request", "This student is not in the section.", { field, rule: "enrolled", found: student });
    met.add(student);
  }
}

function marksOfOthers(rows: readonly (RollRow | undefined)[]): Record<string, SeenMark> {
  return Object.fromEntries(
    rows.flatMap((row) => {
      if (row === undefined || row.status === null || row.recordedAt === null || row.source === entrySource) return [];
      return [[row.student, { status: row.status, recordedAt: row.recordedAt }] as const];
    }),
  );
}

const latestOf = (instants: readonly (string | null)[]): string | null =>
  instants.reduce((latest, one) => (one !== null && (latest === null || one > latest) ? one : latest), null);

function unknownPerson(student: string): never {
  throw new BellwetherError("internal", "This student is not in the vault.", { student });
}
