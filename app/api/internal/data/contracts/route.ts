import { answerEngineer } from "@/lib/runtime/answer-engineer";
import { listContractCounts } from "@/lib/warehouse/sources/list-contract-counts";

export const dynamic = "force-dynamic";

/** How many events of each contract arrived. What the contracts say is with the page itself. */
export function GET(request: Request): Promise<Response> {
  return answerEngineer(request, async ({ services }) => ({ contracts: await listContractCounts(services.database) }));
}
