import * as z from "zod/mini";
import type { OwnScale } from "@/lib/aggregator/rescale/change-scale";
import type { TermEntry } from "@/lib/entries/define-term";
import type { Policy } from "@/lib/kpis/policy";
import { policiesSchema } from "@/lib/policies/policies-shape";
import { previewSchema } from "@/lib/policies/preview-shape";
import { DataProblem } from "../../data/fetch-data";

const address = "/api/internal/admin/policies";
const problemSchema = z.object({
  code: z.string(),
  field: z.optional(z.string()),
  rule: z.optional(z.string()),
  found: z.optional(z.unknown()),
});

/** What the server refused: where, by which rule, and what was found. */
export class PolicyProblem extends DataProblem {
  constructor(readonly facts: z.infer<typeof problemSchema> | null) {
    super(facts?.code ?? null);
  }
}

async function ask<T>(path: string, schema: z.ZodMiniType<T>, init?: RequestInit): Promise<T> {
  const response = await fetch(`${address}${path}`, init);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new PolicyProblem(problemSchema.safeParse(body).data ?? null);
  return schema.parse(body);
}

const post = <T>(path: string, schema: z.ZodMiniType<T>, body: unknown) =>
  ask(path, schema, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export type DraftSent = { policy: Policy; validFrom: string };

export const fetchPolicies = () => ask("", policiesSchema);
export const previewPolicy = (draft: DraftSent) => post("/preview", previewSchema, draft);
export const savePolicy = (version: DraftSent & { basedOn: number; reason?: string }) =>
  post("", z.object({ version: z.number() }), version);
export const withdrawPolicy = (version: number) => post(`/${version}/withdraw`, z.object({ version: z.number() }), {});
export const saveScale = (scale: OwnScale) => post("/scales", z.object({ recomputation: z.nullable(z.string()) }), scale);
export const saveTerm = (term: TermEntry) => post("/terms", z.object({ id: z.string() }), term);
