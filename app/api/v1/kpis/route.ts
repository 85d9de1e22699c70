import { headersOf, requirePrincipal } from "@/lib/access/authenticate";
import { describedKpis } from "@/lib/kpis/definition-words";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

export async function GET(request: Request): Promise<Response> {
  try {
    await requirePrincipal(getServices(), headersOf(request), "kpis:read");
    return Response.json({ kpis: describedKpis });
  } catch (error) {
    return problemResponse(error);
  }
}
