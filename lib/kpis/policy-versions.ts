import { z } from "zod";
import type { AttendanceRule } from "./attended";
import { policySchema } from "./policy";

/** A version that was not withdrawn. `validFrom`: a local day, or `-infinity`, which sorts before all days. */
export const policyVersionSchema = z.object({ version: z.number().int(), validFrom: z.string(), policy: policySchema });
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

/** As SQL: the version that holds on a day (`day` is SQL) is the last one made among those that have begun by then. */
export const policyOnSql = (day: string, columns: string) =>
  `(SELECT ${columns} FROM app.policy WHERE withdrawn_at IS NULL AND valid_from <= ${day} ORDER BY version DESC LIMIT 1)`;

/** As a JSON array in SQL: the versions that hold on some day, the one made first at first. */
export const policyVersionsSql = `
  (SELECT jsonb_agg(jsonb_build_object('version', p.version, 'validFrom', p.valid_from::text, 'policy', p.document) ORDER BY p.version)
   FROM app.policy p WHERE p.withdrawn_at IS NULL AND NOT EXISTS (SELECT FROM app.policy later
     WHERE later.withdrawn_at IS NULL AND later.version > p.version AND later.valid_from <= p.valid_from))`;

export function policyOn(versions: readonly PolicyVersion[], day: string): PolicyVersion {
  const found = versions.findLast(({ validFrom }) => validFrom <= day);
  if (found === undefined) throw new Error(`No policy holds on ${day}: the first holds on all days.`);
  return found;
}

/** Days from `from` to the day before `until`, on which marks count in one way. Null: no such end. */
export type RuleStretch = { from: string | null; until: string | null; version: number; rule: AttendanceRule };

/** How marks count on the days of a range, in the order of the days: one stretch wherever the policy says the same throughout. */
export function rulesIn(versions: readonly PolicyVersion[], from: string | null, to: string | null): RuleStretch[] {
  const begins = [...new Set(versions.map(({ validFrom }) => validFrom))]
    .filter((day) => day > (from ?? "-infinity") && (to === null || day <= to))
    .sort();
  const stretches: RuleStretch[] = [];
  for (const day of [from, ...begins]) {
    const { version, policy } = policyOn(versions, day ?? "-infinity");
    const { lateWeight, excused } = policy.attendance;
    const last = stretches.at(-1);
    if (last !== undefined && last.rule.lateWeight === lateWeight && last.rule.excused === excused) {
      last.version = version;
      continue;
    }
    if (last !== undefined) last.until = day;
    stretches.push({ from: stretches.length === 0 ? null : day, until: null, version, rule: { lateWeight, excused } });
  }
  return stretches;
}
