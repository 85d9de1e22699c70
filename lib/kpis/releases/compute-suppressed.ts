import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiAnswer } from "../answer";
import { askOf, type KpiReader, toAnswer } from "../compute-kpi";
import { readContext } from "../read-context";
import { refuseUnsupported } from "../refuse-unsupported";
import type { KpiRequest } from "../request";
import { give, type Source } from "./compute-released";
import { engagementAtFirst } from "./engagement-in-steps";
import { releaseAtFirst } from "./release-cells";
import { inSteps } from "./students-in-steps";

/**
 * What a reader without student-level rights could be given at first, by the blocks of this moment and without regard to what was
 * released: for a preview, which keeps nothing. Throws as computeKpi does.
 */
export async function computeSuppressed(read: ScopedRead, request: KpiRequest, reader: KpiReader): Promise<KpiAnswer> {
  refuseUnsupported(request);
  const context = await readContext(read, request, reader.today, reader.policies);
  const source: Source = {
    read,
    release: (asked) => releaseAtFirst({ read, ...asked }),
    engagement: (asked, at, exact) => Promise.resolve(engagementAtFirst(asked, at, exact)),
  };
  const { result, hiding } = await give(source, askOf(read, reader.locale), request, context);
  return toAnswer(request, context, inSteps(result, context.policy.suppression.threshold), hiding, null);
}
