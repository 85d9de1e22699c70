import { headersOf, requirePrincipal } from "@/lib/access/authenticate";
import { answerKpi, parseKpiRequest } from "@/lib/kpis/answer-request";
import { problemResponse } from "@/lib/platform/errors";
import { localeOf } from "@/lib/platform/locale";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const principal = await requirePrincipal(services, headersOf(request), "kpis:read");
    const { id } = await context.params;
    const asked = parseKpiRequest(id, new URL(request.url).searchParams);
    const { database, timeZone } = services;
    const asking = { database, timeZone, now: services.now(), locale: localeOf(request.headers) };
    return Response.json(await answerKpi(asking, principal, asked), { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
