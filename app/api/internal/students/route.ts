import { z } from "zod";
import { requireUser } from "@/lib/access/authenticate";
import { advisingScope } from "@/lib/access/narrow-scope";
import { revealPeople } from "@/lib/access/reveal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readQuery } from "@/lib/contracts/read-query";
import { idSchema } from "@/lib/contracts/values";
import { openContacts } from "@/lib/entries/read-contacts";
import { readPolicy } from "@/lib/kpis/read-policy";
import { problemResponse } from "@/lib/platform/errors";
import { localeOf } from "@/lib/platform/locale";
import { askedMoment } from "@/lib/runtime/asked-moment";
import { getServices } from "@/lib/runtime/services";
import { changesSince } from "@/lib/warehouse/advising/changes-since";
import { aboutAdvisees, readLookBefore } from "@/lib/warehouse/advising/looks";
import { readStandings } from "@/lib/warehouse/advising/read-standings";
import { byNeed } from "@/lib/warehouse/advising/reasons-to-call";
import { listLastContacts } from "@/lib/warehouse/queries/list-contacts";
import { requireKnownTerm } from "@/lib/warehouse/require-known-term";

export const dynamic = "force-dynamic";

const askSchema = z.strictObject({ term: idSchema, asOf: z.string().optional() });

/** The students whom the reader advises, whom to call first, and why; empty for who advises none. */
export async function GET(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    const { term, ...moment } = readQuery(request, askSchema);
    const { asOf, at, today } = askedMoment(services, moment.asOf);
    await withScopedRead(services.database, { kind: "none" }, (read) => requireKnownTerm(read, term));
    const { standings, contacts } = await withScopedRead(
      services.database,
      advisingScope(user.studentScope),
      async (read) => {
        const found = await readStandings(read, term, today, (await readPolicy(read, today, { term })).attendance);
        const students = found.map((one) => one.student);
        return { standings: found, contacts: await listLastContacts(read, students) };
      },
      asOf,
    );
    // What is new since a look is so now.
    const before = asOf === null ? await readLookBefore(services.database, user.userId, aboutAdvisees(term), at) : null;
    const people = await revealPeople(
      services,
      user,
      standings.map((one) => one.student),
      { at: { screen: "students" }, locale: localeOf(request.headers) },
    );
    const last = new Map((await openContacts(services, user, contacts, "students")).map((contact) => [contact.student, contact]));
    const students = byNeed(standings, today).map(({ marks: _marks, letters: _letters, means: _means, ...one }) => ({
      ...one,
      name: people.get(one.student)?.label ?? null,
      lastContact: last.get(one.student) ?? null,
    }));
    const fresh = new Map(before === null ? [] : standings.map((one) => [one.student, changesSince(before.seen, one)]));
    return Response.json(
      { since: before?.at ?? null, students: students.map((one) => ({ ...one, changes: fresh.get(one.student) ?? [] })) },
      { headers: { "cache-control": "private, no-store" } },
    );
  } catch (error) {
    return problemResponse(error);
  }
}
