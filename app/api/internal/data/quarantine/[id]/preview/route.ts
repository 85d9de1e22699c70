import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { mendSchema } from "@/lib/ingest/quarantine/mend";
import { previewItem } from "@/lib/ingest/quarantine/read-item";
import { answerEngineer } from "@/lib/runtime/answer-engineer";
import { type ItemContext, itemIdOf } from "../../item-id";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ mend: mendSchema });

/** What a replay with these changes would come to. */
export function POST(request: Request, context: ItemContext): Promise<Response> {
  return answerEngineer(request, async ({ services: { database, vault, now }, actor }) => {
    const { mend } = await readJsonBody(request, bodySchema);
    return previewItem(database, vault, await itemIdOf(context), { actor, mend, now: now() });
  });
}
