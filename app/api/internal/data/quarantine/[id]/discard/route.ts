import { readJsonBody } from "@/lib/contracts/read-json-body";
import { discardItem, discardSchema } from "@/lib/ingest/quarantine/discard-item";
import { answerEngineer } from "@/lib/runtime/answer-engineer";
import { type ItemContext, itemIdOf } from "../../item-id";

export const dynamic = "force-dynamic";

/** Lays the event aside, with a reason. */
export function POST(request: Request, context: ItemContext): Promise<Response> {
  return answerEngineer(request, async ({ services: { database, vault, now }, actor }) => {
    const { reason } = await readJsonBody(request, discardSchema);
    await discardItem(database, vault, await itemIdOf(context), { actor, reason, now: now() });
    return { state: "discarded" };
  });
}
