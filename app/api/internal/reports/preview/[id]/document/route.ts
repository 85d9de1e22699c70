import { requireUser } from "@/lib/access/authenticate";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { getPreview } from "@/lib/reports/runs/get-preview";
import { getServices } from "@/lib/runtime/services";
import { runIdOf } from "../../../run-id";
import type { IdContext } from "../../../shown-to";

export const dynamic = "force-dynamic";

/** The document of a preview that is ready, for whoever asked for it and nobody else: as whom it was made is theirs to know. */
export async function GET(request: Request, context: IdContext): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    // Whoever has yet to give a second factor holds nothing.
    if (user.lacksSecondFactor === true) throw new BellwetherError("not-found", "There is nothing here.");
    const { pdf } = await getPreview(services.database, await runIdOf(context), user.userId);
    if (pdf === null) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "run" });
    return new Response(new Uint8Array(pdf), {
      headers: {
        "content-type": "application/pdf",
        "content-disposition": 'inline; filename="preview.pdf"',
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return problemResponse(error);
  }
}
