import { headersOf, userOf } from "@/lib/access/authenticate";
import { listVerifications } from "@/lib/aggregator/verify/list-verifications";
import { lastVerified } from "@/lib/aggregator/verify/verification-shape";
import { countQuarantined } from "@/lib/ingest/count-quarantined";
import { parseKpiRequest } from "@/lib/kpis/answer-request";
import { eventTypesOf } from "@/lib/kpis/event-types";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** What stands behind a figure beside the figure itself, asked for as the KPI API is. */
export async function GET(request: Request, context: { params: Promise<{ kpi: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await userOf(services, headersOf(request).cookie);
    if (user === null) throw new BellwetherError("unauthenticated", "Sign in.");
    const asked = parseKpiRequest((await context.params).kpi, new URL(request.url).searchParams);
    const [quarantine, runs] = await Promise.all([
      countQuarantined(services.database, eventTypesOf[asked.kpi]),
      listVerifications(services.database),
    ]);
    const verification = lastVerified(runs);
    return Response.json({ quarantine, verification }, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
