import { z } from "zod";
import { removeClaimMapping } from "@/lib/access/administration/change-mappings";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext } from "../../../../administering";

export const dynamic = "force-dynamic";

/** Takes a mapping away. */
export function POST(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    await readJsonBody(request, z.strictObject({}));
    const { id } = await context.params;
    await removeClaimMapping(ask.services.database, administratorOf(ask), id);
    return { id };
  });
}
