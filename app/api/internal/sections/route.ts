import { z } from "zod";
import { requireUser } from "@/lib/access/authenticate";
import { narrowScope } from "@/lib/access/narrow-scope";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readQuery } from "@/lib/contracts/read-query";
import { idSchema } from "@/lib/contracts/values";
import { readPolicy } from "@/lib/kpis/read-policy";
import { problemResponse } from "@/lib/platform/errors";
import { localeOf } from "@/lib/platform/locale";
import { askedMoment } from "@/lib/runtime/asked-moment";
import { getServices } from "@/lib/runtime/services";
import { listOwnSections } from "@/lib/warehouse/queries/list-own-sections";
import { requireKnownTerm } from "@/lib/warehouse/require-known-term";

export const dynamic = "force-dynamic";

const askSchema = z.strictObject({ term: idSchema, asOf: z.string().optional() });

/** The sections that the reader teaches in a term; empty for who teaches none. */
export async function GET(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    const { term, ...moment } = readQuery(request, askSchema);
    const { asOf, today } = askedMoment(services, moment.asOf);
    await withScopedRead(services.database, { kind: "none" }, (read) => requireKnownTerm(read, term));
    const sections = await withScopedRead(
      services.database,
      narrowScope(user.studentScope, ["instructor"]),
      async (read) => listOwnSections(read, term, today, (await readPolicy(read, today, { term })).attendance.absenceLimit),
      asOf,
    );
    const people = await revealPeople(
      services,
      user,
      sections.flatMap(({ slipping, last }) => [...slipping.map((one) => one.student), ...(last?.absentees ?? [])]),
      { at: { screen: "own-sections" }, locale: localeOf(request.headers) },
    );
    const nameOf = (student: string) => people.get(student)?.label ?? null;
    const named = sections.map(({ slipping, last, ...section }) => ({
      ...section,
      slipping: slipping.map((one) => ({ ...one, name: nameOf(one.student) })),
      last: last === null ? null : { ...last, absentees: last.absentees.map((student) => ({ student, name: nameOf(student) })) },
    }));
    return Response.json({ sections: named }, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
