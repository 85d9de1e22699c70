import { logOutByProvider } from "@/lib/access/oidc/back-channel-logout";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Far above any logout token. */
const largest = 16 * 1024;

/** The provider says, server to server, that somebody has signed out there. Its signed token is all that is believed. */
export async function POST(request: Request): Promise<Response> {
  try {
    const services = getServices();
    if (services.config.oidc === null) throw new BellwetherError("not-found", "There is nothing here.");
    if (Number(request.headers.get("content-length") ?? largest + 1) > largest) throw new BellwetherError("too-large", "This is too much.");
    const token = new URLSearchParams(await request.text()).get("logout_token");
    if (token === null) throw new BellwetherError("bad-request", "logout_token is missing.", { field: "logout_token", rule: "required" });
    await logOutByProvider(services, token);
    return new Response(null, { status: 200, headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
