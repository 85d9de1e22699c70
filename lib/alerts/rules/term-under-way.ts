import type { Scope } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { listTerms } from "@/lib/warehouse/queries/list-terms";
import type { Watch } from "./rule-shape";
import { isOfDays } from "./view-of";

/** The term that the page of a rule's days is of: the one under way. Null where none is, or the rule is of no days. */
export async function termUnderWay(database: Database, scope: Scope, watch: Watch, today: string): Promise<string | null> {
  if (!isOfDays(watch, today)) return null;
  const terms = await withScopedRead(database, scope, (read) => listTerms(read, today));
  return terms.find(({ underWay }) => underWay)?.id ?? null;
}
