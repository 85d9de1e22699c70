import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { mendSchema } from "@/lib/ingest/quarantine/mend";
import { answerEngineer } from "@/lib/runtime/answer-engineer";
import { type ItemContext, itemIdOf } from "../../item-id";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ mend: mendSchema });

/** Offers the event, mended or as it is, to the log. */
export function POST(request: Request, context: ItemContext): Promise<Response> {
  return answerEngineer(request, async ({ data, actor }) => {
    const { mend } = await readJsonBody(request, bodySchema);
    return data.ingest.replayItem(await itemIdOf(context), mend, actor);
  });
}
