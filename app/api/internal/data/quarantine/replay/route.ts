import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { askedFilterSchema, filterOf } from "@/lib/ingest/quarantine/asked-filter";
import { mostAtOnce } from "@/lib/ingest/quarantine/shapes";
import { answerEngineer } from "@/lib/runtime/answer-engineer";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ filter: askedFilterSchema });

/** Offers the open items that match to the log again. */
export function POST(request: Request): Promise<Response> {
  return answerEngineer(request, async ({ services, data, actor }) => {
    const { filter } = await readJsonBody(request, bodySchema);
    return data.ingest.replay(filterOf(filter, services.timeZone), actor, mostAtOnce);
  });
}
