import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { UserPrincipal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import { findRecordableMeeting } from "@/lib/warehouse/queries/find-recordable-meeting";
import { findRecordableSection } from "@/lib/warehouse/queries/find-recordable-section";
import { beginEntry, type Entry, submitEntry } from "./entry";
import type { EntryPorts } from "./ports";

export const newMeetingSchema = z.strictObject({
  entry: z.uuid(),
  /** Local in the institution's zone, to the minute. */
  startsAt: z.iso.datetime({ local: true, precision: -1, error: "must be a local time YYYY-MM-DDTHH:MM" }),
});
export type NewMeeting = z.infer<typeof newMeetingSchema>;

export const meetingStatusSchema = z.strictObject({ entry: z.uuid(), status: z.enum(["planned", "held", "cancelled"]) });
export type MeetingStatus = z.infer<typeof meetingStatusSchema>;

/** The id of a meeting that was planned on a screen. */
export const meetingIdOf = (entry: string) => `meeting-${entry}`;

/**
 * Plans a meeting of a section. Throws not-found where the section is unknown or not the user's to record;
 * bad-request for a time outside of the term; conflict where a meeting begins at that time.
 */
export async function planMeeting(ports: EntryPorts, user: UserPrincipal, section: string, asked: NewMeeting): Promise<Entry> {
  // A time that a change of clocks skips or repeats is the earlier of what it could mean.
  const local = Temporal.PlainDateTime.from(asked.startsAt);
  const startsAt = new Date(local.toZonedDateTime(ports.timeZone, { disambiguation: "compatible" }).epochMilliseconds).toISOString();
  const meeting = meetingIdOf(asked.entry);
  const found = await withScopedRead(ports.database, user.recordScope, (read) => findRecordableSection(read, section, startsAt));
  const day = local.toPlainDate().toString();
  const { startsOn, endsOn } = found;
  if ((startsOn !== null && day < startsOn) || (endsOn !== null && day > endsOn)) {
    throw new BellwetherError("bad-request", `The term is from ${startsOn} to ${endsOn}.`, {
      field: "startsAt",
      rule: "term",
      found: asked.startsAt,
    });
  }
  if (found.meetingThen !== null && found.meetingThen !== meeting) {
    throw new BellwetherError("conflict", "A meeting of this section begins at that time.", {
      field: "startsAt",
      rule: "unique",
      found: asked.startsAt,
    });
  }
  const entry = await beginEntry(ports, user, { id: asked.entry, kind: "meeting", subject: section, said: startsAt });
  await submitEntry(ports, entry, [{ type: "meeting.changed", time: startsAt, data: { meeting, section, startsAt, status: "planned" } }]);
  return entry;
}

/** Says that a meeting is cancelled, takes place after all, or was held. Throws as recordRoll does. */
export async function changeMeeting(ports: EntryPorts, user: UserPrincipal, meetingId: string, asked: MeetingStatus): Promise<Entry> {
  const meeting = await withScopedRead(ports.database, user.recordScope, (read) => findRecordableMeeting(read, meetingId));
  const { section, startsAt, day } = meeting;
  if (asked.status === "held" && day > localDay(ports.now(), ports.timeZone)) {
    throw new BellwetherError("bad-request", "A meeting is held from its day on.", { field: "status", rule: "begun", found: asked.status });
  }
  const entry = await beginEntry(ports, user, {
    id: asked.entry,
    kind: "meeting",
    subject: meetingId,
    said: asked.status,
    corrects: meeting.recordedAt,
  });
  const data = { meeting: meetingId, section, startsAt, status: asked.status };
  await submitEntry(ports, entry, [{ type: "meeting.changed", time: startsAt, data }]);
  return entry;
}
