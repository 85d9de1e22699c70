import { requireUser } from "@/lib/access/authenticate";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { meetingIdOf, newMeetingSchema, planMeeting } from "@/lib/entries/change-meeting";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Plans a meeting of a section, for who teaches or leads it. */
export async function POST(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request);
    const asked = await readJsonBody(request, newMeetingSchema);
    const entry = await planMeeting(services, user, (await context.params).id, asked);
    return Response.json({ ...entry, meeting: meetingIdOf(entry.id) }, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
