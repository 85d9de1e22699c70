import { requireUser } from "@/lib/access/authenticate";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { contactSchema, noteContact } from "@/lib/entries/note-contact";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Notes a contact with a student, for who may see the student. */
export async function POST(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request);
    const contact = await readJsonBody(request, contactSchema);
    const entry = await noteContact(services, user, (await context.params).id, contact);
    return Response.json(entry, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
