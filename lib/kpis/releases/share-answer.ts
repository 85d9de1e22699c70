import { type Scope, scopeKey } from "@/lib/access/scope";
import type { Database } from "@/lib/platform/database";
import type { KpiAnswer } from "../answer";
import type { KpiReader } from "../compute-kpi";
import type { KpiRequest } from "../request";

const underWay = new WeakMap<Database, Map<string, Promise<KpiAnswer>>>();

/**
 * Who asks what is just being answered is given the same answer: many who open one page at once cost little more than one.
 * Whoever joins finds feed and policy where the first did before it looked, so that the answer is none of before they asked.
 */
export async function shareAnswer(
  database: Database,
  { scope, request, reader }: { scope: Scope; request: KpiRequest; reader: KpiReader },
  compute: () => Promise<KpiAnswer>,
): Promise<KpiAnswer> {
  const asked = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([scopeKey(scope), asked, reader.locale, reader.today, await stateOf(database)]);
  const known = underWay.get(database) ?? new Map<string, Promise<KpiAnswer>>();
  underWay.set(database, known);
  const same = known.get(key);
  if (same !== undefined) return same;
  const answer = compute().finally(() => known.delete(key));
  known.set(key, answer);
  return answer;
}

/** How far the feed is, and which policies there are. */
async function stateOf({ owner }: Database): Promise<unknown> {
  const found = await owner.query({
    name: "state of figures",
    text: `SELECT position::text AS position, (SELECT count(*) || ' ' || count(withdrawn_at) FROM app.policy) AS policies
      FROM warehouse.feed_head`,
  });
  return found.rows[0];
}
