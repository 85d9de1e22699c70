import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiAnswer } from "../answer";
import { askOf, type KpiReader, toAnswer } from "../compute-kpi";
import { definitionOf } from "../definitions";
import { readContext } from "../read-context";
import { refuseUnsupported } from "../refuse-unsupported";
import type { KpiRequest } from "../request";
import { hiddenScalesOf } from "../suppress";
import { groupPlace, wholePlace } from "./cell";
import { readLeafCounts } from "./leaf-counts";
import { isHidden, protect } from "./protect";
import { inSteps } from "./students-in-steps";
import { Tree } from "./tree";

/**
 * What a reader without student-level rights could be given at first, by the blocks of this moment and without regard to what was
 * released: for a preview, which keeps nothing. Throws as computeKpi does.
 */
export async function computeSuppressed(read: ScopedRead, request: KpiRequest, reader: KpiReader): Promise<KpiAnswer> {
  refuseUnsupported(request);
  const context = await readContext(read, request, reader.today, reader.policies);
  const ask = askOf(read, reader.locale);
  const exact = await ask(request, context);
  const tree = await Tree.read(read, request, context);
  const protection = protect({ request, context }, await readLeafCounts(read, ask, request, context, tree), tree, [], []);
  const whole = { ...wholePlace(request), days: { from: request.from ?? null, to: request.to ?? null } };
  const places = [whole, ...exact.groups.map(({ keys }) => groupPlace(request, whole, keys[0] ?? null))];
  const hidden = [exact.total, ...exact.groups].flatMap((cell, index) => {
    const place = places[index] ?? whole;
    return isHidden(request, context, protection, cell, { place, members: tree.membersOf(place) }) ? [index] : [];
  });
  const { threshold } = context.policy.suppression;
  const scales = hiddenScalesOf(definitionOf(request.kpi), exact, threshold);
  return toAnswer(request, context, inSteps(exact, threshold), { cells: new Set(hidden), scales }, null);
}
