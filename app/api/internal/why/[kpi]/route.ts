import { requireUser } from "@/lib/access/authenticate";
import { listVerifications } from "@/lib/aggregator/verify/list-verifications";
import { lastVerified } from "@/lib/aggregator/verify/verification-shape";
import { refuseParameters } from "@/lib/contracts/read-query";
import { countQuarantined } from "@/lib/ingest/count-quarantined";
import { checkKpiQuery } from "@/lib/kpis/answer-request";
import { eventTypesOf } from "@/lib/kpis/event-types";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/**
 * What stands behind a figure beside the figure itself: what was rejected of the events that it is made of, and
 * the last verification. Counts of the whole institution, the same for everybody who reads the KPI.
 */
export async function GET(request: Request, context: { params: Promise<{ kpi: string }> }): Promise<Response> {
  try {
    const services = getServices();
    await requireUser(services, request);
    refuseParameters(request);
    const { kpi } = checkKpiQuery({ kpi: (await context.params).kpi });
    const [quarantine, runs] = await Promise.all([
      countQuarantined(services.database, eventTypesOf[kpi]),
      listVerifications(services.database),
    ]);
    const verification = lastVerified(runs);
    return Response.json({ quarantine, verification }, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
