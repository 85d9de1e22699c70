import type { Parameters } from "@/lib/contracts/read-query";
import { answerPermitted, type PermittedAsk } from "./answer-permitted";
import { type DataServices, getDataServices } from "./data-services";

export type EngineerAsk = PermittedAsk & { data: DataServices };

/** Answers a route of the data page. */
export function answerEngineer(
  request: Request,
  answer: (ask: EngineerAsk) => Promise<unknown>,
  status = 200,
  parameters: Parameters = "none",
): Promise<Response> {
  return answerPermitted(request, "data:mend", (ask) => answer({ ...ask, data: getDataServices() }), status, parameters);
}
