import { endSessionAddress } from "@/lib/access/oidc/provider-metadata";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Leads to where the provider ends its own session, and from there back to the sign-in. */
export async function GET(): Promise<Response> {
  const { oidc, nextAuthUrl } = getServices().config;
  const address = oidc === null || nextAuthUrl === null ? null : await endSessionAddress(oidc, new URL("/sign-in", nextAuthUrl).href);
  if (address === null) return problemResponse(new BellwetherError("not-found", "There is nothing here."));
  return new Response(null, { status: 302, headers: { location: address, "cache-control": "no-store" } });
}
