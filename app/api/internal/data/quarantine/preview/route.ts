import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { askedFilterSchema, filterOf } from "@/lib/ingest/quarantine/asked-filter";
import { mostAtOnce } from "@/lib/ingest/quarantine/shapes";
import { answerEngineer } from "@/lib/runtime/answer-engineer";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ filter: askedFilterSchema });

/** How many of the open items that match would pass now. */
export function POST(request: Request): Promise<Response> {
  return answerEngineer(request, async ({ services, data }) => {
    const { filter } = await readJsonBody(request, bodySchema);
    return data.ingest.previewReplay(filterOf(filter, services.timeZone), mostAtOnce);
  });
}
