import { headersOf, userOf } from "@/lib/access/authenticate";
import { changePassword, newPasswordSchema } from "@/lib/access/passwords";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/**
 * The user's own password. Only JSON is read, which no form of another site can send, and the session's cookie
 * is not sent along from one (SameSite).
 */
export async function PUT(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await userOf(services, headersOf(request).cookie);
    if (user === null) throw new BellwetherError("unauthenticated", "Sign in.");
    await changePassword(services, user, await readBody(request));
    return new Response(null, { status: 204, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}

async function readBody(request: Request) {
  if (request.headers.get("content-type")?.split(";")[0]?.trim() !== "application/json") {
    throw new BellwetherError("unsupported-media-type", "Send application/json.");
  }
  const body: unknown = await request.json().catch(() => null);
  const parsed = newPasswordSchema.safeParse(body);
  if (!parsed.success)
    throw new BellwetherError("bad-request", "Send password, and current where there is one.", { field: "password", rule: "type" });
  return parsed.data;
}
