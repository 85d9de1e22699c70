import { requireUser } from "@/lib/access/authenticate";
import { changePassword, newPasswordSchema } from "@/lib/access/passwords";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** The user's own password. Whatever is wrong with what was sent, the answer does not say it back. */
export async function PUT(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request, { quotes: false });
    await changePassword(services, user, await readJsonBody(request, newPasswordSchema, { quotes: false }));
    return new Response(null, { status: 204, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
