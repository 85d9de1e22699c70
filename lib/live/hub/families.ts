import { type Scope, scopeSetting } from "@/lib/access/scope";
import type { KpiId } from "@/lib/kpis/question";

/** The kinds of facts that a KPI hangs on, as the feed names them. */
const familiesOfKpi: Readonly<Record<KpiId, readonly string[]>> = {
  "attendance-rate": ["attendance", "meeting"],
  "attendance-coverage": ["meeting", "attendance"],
  "grade-distribution": ["grade"],
  "mean-grade-points": ["grade"],
  "dfw-rate": ["enrollment", "grade"],
  "dropout-rate": ["registration", "enrollment"],
  "course-withdrawal-rate": ["enrollment"],
  "engagement-rate": ["enrollment", "activity"],
};

/** Kinds of facts that move a view, and those of them that do wherever they change, though it is of one section. */
export type ViewFamilies = { all: ReadonlySet<string>; anywhere: ReadonlySet<string> };

/** What may move a view: its facts, any dimension, and where the scope is a part, who is enrolled wherever. */
export function familiesOf(kpi: KpiId, scope: Scope): ViewFamilies {
  const part = "everything" in scopeSetting(scope) ? [] : ["enrollment"];
  return { all: new Set([...familiesOfKpi[kpi], ...part, "dimension"]), anywhere: new Set(part) };
}
