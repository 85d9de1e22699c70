import { readItem } from "@/lib/ingest/quarantine/read-item";
import { answerEngineer } from "@/lib/runtime/answer-engineer";
import { type ItemContext, itemIdOf } from "../item-id";

export const dynamic = "force-dynamic";

/** One rejected event, masked, and what a replay would come to. The look is recorded. */
export function GET(request: Request, context: ItemContext): Promise<Response> {
  return answerEngineer(request, async ({ services: { database, vault, now }, actor }) =>
    readItem(database, vault, await itemIdOf(context), { actor, now: now() }),
  );
}
