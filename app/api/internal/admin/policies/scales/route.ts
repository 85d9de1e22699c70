import { changeScale, ownScaleSchema } from "@/lib/aggregator/rescale/change-scale";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { getPolicyServices } from "@/lib/runtime/policy-services";

export const dynamic = "force-dynamic";

/** Adds a scale of the institution's own, or gives one other letters; what hangs on it is computed again. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "policies:manage",
    async ({ services, actor }) => {
      const scale = await readJsonBody(request, ownScaleSchema);
      const recomputation = await changeScale(services.database, scale, actor, services.now());
      if (recomputation !== null) getPolicyServices().recomputer.ask();
      return { recomputation };
    },
    202,
  );
}
