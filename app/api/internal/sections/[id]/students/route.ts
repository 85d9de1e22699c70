import { z } from "zod";
import { requireUser } from "@/lib/access/authenticate";
import { teachingScope } from "@/lib/access/narrow-scope";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readQuery } from "@/lib/contracts/read-query";
import { readRollHistory } from "@/lib/entries/read-roll-history";
import { readPolicy } from "@/lib/kpis/read-policy";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { localeOf } from "@/lib/platform/locale";
import { askedMoment } from "@/lib/runtime/asked-moment";
import { getServices } from "@/lib/runtime/services";
import { chooseMeeting } from "@/lib/warehouse/choose-meeting";
import { findSection } from "@/lib/warehouse/queries/find-place";
import { getRunningGrades } from "@/lib/warehouse/queries/get-running-grades";
import { getSectionRoll } from "@/lib/warehouse/queries/get-section-roll";
import { getSectionStudents } from "@/lib/warehouse/queries/get-section-students";
import { isRecordableSection } from "@/lib/warehouse/queries/is-recordable-section";
import { listRollRows } from "@/lib/warehouse/queries/list-roll-rows";
import { listSectionMarks } from "@/lib/warehouse/queries/list-section-marks";

export const dynamic = "force-dynamic";

/** A meeting that is not of this section is as if none were asked for. */
const askSchema = z.strictObject({ meeting: z.string().optional(), asOf: z.string().optional() });

/** The roll of a meeting and the students of a section, for who may see students there; unknown and out of scope are alike. */
export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    const { id } = await context.params;
    const { meeting: asked = null, ...moment } = readQuery(request, askSchema);
    const { asOf, at, today } = askedMoment(services, moment.asOf);
    const { roll, meeting, rows, students, marks } = await withScopedRead(
      services.database,
      user.studentScope,
      async (read) => {
        const policy = (await readPolicy(read, today, { section: id })).attendance;
        const found = (await findSection(read, id, false)) && (await getSectionRoll(read, id, policy.absenceLimit));
        if (found === null) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "section" });
        const chosen = chooseMeeting(found.meetings, { now: at.toISOString(), today }, asked);
        return {
          roll: { ...found, absenceLimit: policy.absenceLimit },
          meeting: chosen,
          rows: chosen === null ? [] : await listRollRows(read, chosen.id),
          students: await getSectionStudents(read, id, policy),
          marks: await listSectionMarks(read, id),
        };
      },
      asOf,
    );
    const running = await withScopedRead(
      services.database,
      teachingScope(user.studentScope),
      (read) => getRunningGrades(read, { section: id }),
      asOf,
    );
    // The past is for reading.
    const mayRecord = asOf === null && (await withScopedRead(services.database, user.recordScope, (read) => isRecordableSection(read, id)));
    const history = meeting === null ? new Map() : await readRollHistory(services.database, meeting.id, rows);
    const people = await revealPeople(
      services,
      user,
      students.map((one) => one.student),
      { at: { screen: "section", subject: `section:${id}` }, locale: localeOf(request.headers) },
    );
    const shareOf = new Map(running.map((one) => [one.student, one.share]));
    const rowOf = new Map(rows.map((row) => [row.student, row]));
    return Response.json(
      {
        today,
        mayRecord,
        roll: { ...roll, meeting: meeting === null ? null : { ...meeting, isToday: meeting.day === today } },
        students: students.map((one) => ({
          ...one,
          name: people.get(one.student)?.label ?? null,
          running: shareOf.get(one.student) ?? null,
          marks: marks.get(one.student) ?? "",
          last: rowOf.get(one.student)?.status ?? null,
          recordedAt: rowOf.get(one.student)?.recordedAt ?? null,
          ...(history.get(one.student) ?? { entry: null, changes: [] }),
        })),
      },
      { headers: { "cache-control": "private, no-store" } },
    );
  } catch (error) {
    return problemResponse(error);
  }
}
