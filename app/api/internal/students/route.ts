import { headersOf, userOf } from "@/lib/access/authenticate";
import { narrowScope } from "@/lib/access/narrow-scope";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";
import { listAdvisees } from "@/lib/warehouse/queries/list-advisees";

export const dynamic = "force-dynamic";

/** The students whom the reader advises, as they stand in a term; empty for who advises none. */
export async function GET(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await userOf(services, headersOf(request).cookie);
    if (user === null) throw new BellwetherError("unauthenticated", "Sign in.");
    const term = new URL(request.url).searchParams.get("term") ?? "";
    const today = localDay(services.now(), services.timeZone);
    const students = await withScopedRead(services.database, narrowScope(user.studentScope, ["advisor"]), async (read) =>
      listAdvisees(read, term, today, (await readPolicy(read, today)).attendance),
    );
    const people = await revealPeople(
      services,
      user,
      students.map((one) => one.student),
    );
    return Response.json(
      { students: students.map((one) => ({ ...one, name: people.get(one.student)?.name ?? people.get(one.student)?.id ?? null })) },
      { headers: { "cache-control": "private, no-store" } },
    );
  } catch (error) {
    return problemResponse(error);
  }
}
