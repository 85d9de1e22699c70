import { z } from "zod";
import { quarantineFilterSchema } from "@/lib/ingest/quarantine/quarantine-filter";
import { mostAtOnce } from "@/lib/ingest/quarantine/shapes";
import { answerEngineer, readJsonBody } from "@/lib/runtime/answer-engineer";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ filter: quarantineFilterSchema });

/** Offers the open items that match to the log again. */
export function POST(request: Request): Promise<Response> {
  return answerEngineer(request, async ({ data, actor }) => {
    const { filter } = await readJsonBody(request, bodySchema);
    return data.ingest.replay(filter, actor, mostAtOnce);
  });
}
