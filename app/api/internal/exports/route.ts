import { requireUser } from "@/lib/access/authenticate";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { exportSchema, recordExport } from "@/lib/live/record-export";
import { problemResponse } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Says that a file is being made of what the reader has on the page: it is made once this is recorded. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { database, ...services } = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request);
    await recordExport(database, user, await readJsonBody(request, exportSchema));
    return new Response(null, { status: 204, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
