import { z } from "zod";
import { quarantineFilterSchema } from "@/lib/ingest/quarantine/quarantine-filter";
import { mostAtOnce } from "@/lib/ingest/quarantine/shapes";
import { answerEngineer, readJsonBody } from "@/lib/runtime/answer-engineer";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ filter: quarantineFilterSchema });

/** How many of the open items that match would pass now. */
export function POST(request: Request): Promise<Response> {
  return answerEngineer(request, async ({ data }) => {
    const { filter } = await readJsonBody(request, bodySchema);
    return data.ingest.previewReplay(filter, mostAtOnce);
  });
}
