import * as z from "zod/mini";
import { verificationsSchema } from "@/lib/aggregator/verify/verification-shape";
import { openedItemSchema, outcomeSchema, quarantinePageSchema, replayedSchema } from "@/lib/ingest/quarantine/shapes";
import { contractCountsSchema } from "@/lib/warehouse/sources/contract-counts-shape";
import { sourcesSchema } from "@/lib/warehouse/sources/sources-shape";
import type { Mend } from "./item-edits";
import type { Filter } from "./quarantine-address";

const address = "/api/internal/data";
const problemSchema = z.object({ status: z.number(), code: z.string() });

/** What the server refused, by its code; null where it could not say. */
export class DataProblem extends Error {
  constructor(readonly code: string | null) {
    super(code ?? "failed");
  }
}

async function ask<T>(path: string, schema: z.ZodMiniType<T>, init?: RequestInit): Promise<T> {
  const response = await fetch(`${address}${path}`, init);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new DataProblem(problemSchema.safeParse(body).data?.code ?? null);
  return schema.parse(body);
}

const post = <T>(path: string, schema: z.ZodMiniType<T>, body: unknown) =>
  ask(path, schema, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

export const fetchSources = () => ask("/sources", sourcesSchema);
export const fetchContractCounts = () => ask("/contracts", contractCountsSchema);
export const fetchVerifications = () => ask("/verification", verificationsSchema);
export const startVerification = () => post("/verification", z.object({ id: z.string() }), {});

export const fetchQuarantine = (filter: Filter, after: string | null) =>
  ask(`/quarantine?${new URLSearchParams({ ...filter, ...(after === null ? {} : { after }) })}`, quarantinePageSchema);
export const previewAll = (filter: Filter) => post("/quarantine/preview", replayedSchema, { filter });
export const replayAll = (filter: Filter) => post("/quarantine/replay", replayedSchema, { filter });

const item = (id: string) => `/quarantine/${encodeURIComponent(id)}`;
export const fetchItem = (id: string) => ask(item(id), openedItemSchema);
export const previewItem = (id: string, mend: Mend) => post(`${item(id)}/preview`, outcomeSchema, { mend });
export const replayItem = (id: string, mend: Mend) => post(`${item(id)}/replay`, outcomeSchema, { mend });
export const discardItem = (id: string, reason: string) => post(`${item(id)}/discard`, z.object({ state: z.string() }), { reason });
