import { getPreview } from "@/lib/reports/runs/get-preview";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import { runIdOf } from "../../run-id";
import type { IdContext } from "../../shown-to";

export const dynamic = "force-dynamic";

/** How far a preview is, for whoever asked for it and nobody else. */
export function GET(request: Request, context: IdContext): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database }, user }) => {
    return getPreview(database, await runIdOf(context), user.userId);
  });
}
