import { requireUser } from "@/lib/access/authenticate";
import { listRoles } from "@/lib/access/list-roles";
import { withScopedRead } from "@/lib/access/scoped-read";
import { askedViewSchema, beginView, endView } from "@/lib/access/views";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { getServices } from "@/lib/runtime/services";
import { requireKnownPlaces } from "@/lib/warehouse/require-known-places";

export const dynamic = "force-dynamic";

/** The roles as which the product can be seen. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "view-as:use", async ({ services }) => ({ roles: await listRoles(services.database) }));
}

/** From now on this session sees the product as a person does, or as a role within a scope; for reading only. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "view-as:use",
    async ({ services: { database, now }, user }) => {
      const asked = await readJsonBody(request, askedViewSchema);
      if ("scope" in asked) await withScopedRead(database, user.scope, (read) => requireKnownPlaces(read, asked.scope));
      return beginView(database, user, asked, now());
    },
    201,
  );
}

/** Ends it, for whoever is in one; for others there is nothing here. */
export async function DELETE(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const { viewedBy } = await requireUser(services, request);
    if (viewedBy === undefined) throw new BellwetherError("not-found", "There is nothing here.");
    refuseParameters(request);
    await endView(services.database, { view: viewedBy.view }, "ended", services.now());
    return new Response(null, { status: 204, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
