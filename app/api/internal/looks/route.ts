import { z } from "zod";
import { requireUser } from "@/lib/access/authenticate";
import { advisingScope } from "@/lib/access/narrow-scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";
import { seenOf } from "@/lib/warehouse/advising/changes-since";
import { aboutAdvisees, noteLook } from "@/lib/warehouse/advising/looks";
import { readStandings } from "@/lib/warehouse/advising/read-standings";
import { requireKnownTerm } from "@/lib/warehouse/require-known-term";

export const dynamic = "force-dynamic";

const lookSchema = z.strictObject({ about: z.literal("advisees"), term: z.string().min(1).max(200) });

/** The reader looks at the list of their students: what is on it now is what later is held against. */
export async function PUT(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request);
    const { term } = await readJsonBody(request, lookSchema);
    const now = services.now();
    const today = localDay(now, services.timeZone);
    const standings = await withScopedRead(services.database, advisingScope(user.studentScope), async (read) => {
      // Whatever a client names would be kept.
      await requireKnownTerm(read, term);
      return readStandings(read, term, today, (await readPolicy(read, today, { term })).attendance);
    });
    // Who advises nobody has no list to look at.
    if (standings.length > 0) await noteLook(services.database, user.userId, aboutAdvisees(term), now, seenOf(standings));
    return new Response(null, { status: 204, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
