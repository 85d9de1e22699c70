import { headersOf, userOf } from "@/lib/access/authenticate";
import { teachingScope } from "@/lib/access/narrow-scope";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";
import { findSection } from "@/lib/warehouse/queries/find-place";
import { getRunningGrades } from "@/lib/warehouse/queries/get-running-grades";
import { getSectionRoll } from "@/lib/warehouse/queries/get-section-roll";
import { getSectionStudents } from "@/lib/warehouse/queries/get-section-students";

export const dynamic = "force-dynamic";

/** The roll and the students of a section, for who may see students there; unknown and out of scope are alike. */
export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await userOf(services, headersOf(request).cookie);
    if (user === null) throw new BellwetherError("unauthenticated", "Sign in.");
    const { id } = await context.params;
    const today = localDay(services.now(), services.timeZone);
    const { roll, students } = await withScopedRead(services.database, user.studentScope, async (read) => {
      const policy = (await readPolicy(read, today)).attendance;
      const found = (await findSection(read, id, false)) && (await getSectionRoll(read, id, policy.absenceLimit, today));
      if (found === null) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "section" });
      return { roll: found, students: await getSectionStudents(read, id, found.meeting?.id ?? null, policy) };
    });
    const running = await withScopedRead(services.database, teachingScope(user.studentScope), (read) =>
      getRunningGrades(read, { section: id }),
    );
    const people = await revealPeople(
      services,
      user,
      students.map((one) => one.student),
    );
    const shareOf = new Map(running.map((one) => [one.student, one.share]));
    return Response.json(
      {
        roll,
        students: students.map((one) => ({
          ...one,
          name: people.get(one.student)?.name ?? people.get(one.student)?.id ?? null,
          running: shareOf.get(one.student) ?? null,
        })),
      },
      { headers: { "cache-control": "private, no-store" } },
    );
  } catch (error) {
    return problemResponse(error);
  }
}
