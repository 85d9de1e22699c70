import { requireUser } from "@/lib/access/authenticate";
import { giveReason, lookReasonSchema } from "@/lib/access/look-reasons";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Says why this student's record is opened, for this session. What was written is not said back, whatever is wrong with it. */
export async function PUT(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request, { quotes: false });
    const reason = await readJsonBody(request, lookReasonSchema, { quotes: false });
    await giveReason(services, user, (await context.params).id, reason);
    return new Response(null, { status: 204, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
