import { readQuery } from "@/lib/contracts/read-query";
import { askedFilterSchema, filterOf } from "@/lib/ingest/quarantine/asked-filter";
import { cursorSchema, listItems } from "@/lib/ingest/quarantine/list-items";
import { answerEngineer } from "@/lib/runtime/answer-engineer";

export const dynamic = "force-dynamic";

const askSchema = askedFilterSchema.extend({ after: cursorSchema.optional() });

/** Rejected events that match, without their bodies. */
export function GET(request: Request): Promise<Response> {
  return answerEngineer(
    request,
    async ({ services }) => {
      const { after, ...filter } = readQuery(request, askSchema);
      return listItems(services.database, filterOf(filter, services.timeZone), after ?? null);
    },
    200,
    "read",
  );
}
