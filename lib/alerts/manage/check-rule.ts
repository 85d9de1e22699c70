import type { UserPrincipal } from "@/lib/access/principal";
import { type Asking, answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import { problemOf } from "../rules/check-watch";
import type { Watch } from "../rules/rule-shape";
import { termUnderWay } from "../rules/term-under-way";
import { viewIn } from "../rules/view-of";

/**
 * Holds a rule to what its KPI can be asked, and to what its owner may see, by asking it as it will be asked: an unknown place
 * and one out of scope are both not-found. Throws bad-request with the field and the rule.
 */
export async function checkRule(asking: Asking, user: UserPrincipal, watch: Watch): Promise<void> {
  if (user.scope.kind === "none") throw new BellwetherError("not-found", "There is nothing here.");
  const problem = problemOf(watch, !user.studentLevel);
  if (problem !== null) throw new BellwetherError("bad-request", `${problem.field} does not go with the rest of the rule.`, problem);
  const today = localDay(asking.now, asking.timeZone);
  const term = await termUnderWay(asking.database, user.scope, watch, today);
  const { watermark } = await answerKpi(asking, user, checkKpiQuery(viewIn(term, watch, today)));
  requireSource(watch.condition, watermark.sources);
}

/** A source that never sent anything is never silent either. Which ones there are is in each answer that its owner is given. */
function requireSource(condition: Watch["condition"], sources: readonly { source: string }[]): void {
  if (condition.when !== "stale" || condition.source === null) return;
  if (sources.some(({ source }) => source === condition.source)) return;
  const facts = { field: "watch.condition.source", rule: "unknown-source", found: condition.source };
  throw new BellwetherError("bad-request", "Nothing has come from a source of this name.", facts);
}
