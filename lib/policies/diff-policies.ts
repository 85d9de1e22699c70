import * as z from "zod/mini";
import type { NarrowTarget, Policy } from "@/lib/kpis/policy";
import { kpiIds } from "@/lib/kpis/question";

const valueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()]);
/** An option that is another than before; null: there is none. `target` says where a narrow target aims. */
export const policyChangeSchema = z.object({
  path: z.string(),
  before: valueSchema,
  after: valueSchema,
  target: z.optional(z.object({ kpi: z.enum(kpiIds), orgUnit: z.nullable(z.string()), term: z.nullable(z.string()) })),
});
export type PolicyChange = z.infer<typeof policyChangeSchema>;

/** Which options differ, in their order. Browser-safe. */
export function diffPolicies(before: Policy, after: Policy): PolicyChange[] {
  const [was, is] = [flat(before), flat(after)];
  const paths = [...new Set([...is.keys(), ...was.keys()])];
  return [
    ...paths.flatMap((path) => {
      const change = { path, before: was.get(path) ?? null, after: is.get(path) ?? null };
      return change.before === change.after ? [] : [change];
    }),
    ...diffTargets(before.narrowTargets, after.narrowTargets),
  ];
}

type Value = z.infer<typeof valueSchema>;

/** Options by their path, lists aside. */
function flat(policy: Policy): Map<string, Value> {
  const found = new Map<string, Value>();
  const walk = (value: unknown, path: string) => {
    if (Array.isArray(value)) return;
    const leaf = valueSchema.safeParse(value);
    if (leaf.success) found.set(path, leaf.data);
    else if (typeof value === "object" && value !== null)
      for (const [name, part] of Object.entries(value)) walk(part, path === "" ? name : `${path}.${name}`);
  };
  walk(policy, "");
  return found;
}

function diffTargets(before: readonly NarrowTarget[], after: readonly NarrowTarget[]): PolicyChange[] {
  const keyOf = ({ kpi, orgUnit, term }: NarrowTarget) => JSON.stringify([kpi, orgUnit ?? null, term ?? null]);
  const [was, is] = [new Map(before.map((one) => [keyOf(one), one])), new Map(after.map((one) => [keyOf(one), one]))];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key) => {
    const of = is.get(key) ?? was.get(key);
    const values = { before: was.get(key)?.value ?? null, after: is.get(key)?.value ?? null };
    if (of === undefined || values.before === values.after) return [];
    return [{ path: "narrowTargets", ...values, target: { kpi: of.kpi, orgUnit: of.orgUnit ?? null, term: of.term ?? null } }];
  });
}
