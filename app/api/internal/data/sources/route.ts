import { answerEngineer } from "@/lib/runtime/answer-engineer";
import { listSources } from "@/lib/warehouse/sources/list-sources";

export const dynamic = "force-dynamic";

/** How far, how fresh and how much of each source. */
export function GET(request: Request): Promise<Response> {
  return answerEngineer(request, ({ services }) => listSources(services.database, services.now(), services.timeZone));
}
