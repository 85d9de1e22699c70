import { requireUser } from "@/lib/access/authenticate";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { recordRoll, rollSchema } from "@/lib/entries/record-roll";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Records or corrects the roll of a meeting, for who teaches or leads its section; it is counted a moment later. */
export async function PUT(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request);
    const roll = await readJsonBody(request, rollSchema);
    const entry = await recordRoll(services, user, (await context.params).id, roll);
    return Response.json(entry, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
