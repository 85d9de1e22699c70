import { requireUser } from "@/lib/access/authenticate";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { changeMeeting, meetingStatusSchema } from "@/lib/entries/change-meeting";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Says that a meeting is cancelled, takes place after all, or was held, for who teaches or leads its section. */
export async function PUT(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request);
    const asked = await readJsonBody(request, meetingStatusSchema);
    const entry = await changeMeeting(services, user, (await context.params).id, asked);
    return Response.json(entry, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
