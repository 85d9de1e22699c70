import { requireUser } from "@/lib/access/authenticate";
import { answerChanges, parseChangesRequest } from "@/lib/kpis/answer-changes";
import { problemResponse } from "@/lib/platform/errors";
import { localeOf } from "@/lib/platform/locale";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** What changed a figure since a moment, within the reader's scope. */
export async function GET(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    const asked = parseChangesRequest(new URL(request.url).searchParams);
    const { database, timeZone } = services;
    const asking = { database, timeZone, now: services.now(), locale: localeOf(request.headers) };
    return Response.json(await answerChanges(asking, user, asked), { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
