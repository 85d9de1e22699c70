import * as z from "zod/mini";
import { auditPageSchema, auditStateSchema, foundPersonSchema } from "@/lib/access/audit/audit-shape";
import { DataProblem } from "../data/fetch-data";
import type { Filter } from "./audit-address";

const address = "/api/internal/audit";
const problemSchema = z.object({ code: z.string() });

/** What the server refused, by its code; null where it could not say. */
export class AuditProblem extends DataProblem {}

async function ask<T>(path: string, schema: z.ZodMiniType<T>, body?: unknown): Promise<T> {
  const sent = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${address}${path}`, body === undefined ? undefined : sent);
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new AuditProblem(problemSchema.safeParse(answer).data?.code ?? null);
  return schema.parse(answer);
}

export const fetchEntries = (filter: Filter, before: string | null) =>
  ask(`?${new URLSearchParams({ ...filter, ...(before === null ? {} : { before }) })}`, auditPageSchema);
export const fetchState = () => ask("/state", auditStateSchema);
export const verifyNow = () => ask("/state", auditStateSchema, {});
/** The pseudonym of the person of this id; null for nobody. */
export const findPerson = (id: string) =>
  ask("/person", foundPersonSchema, { id }).then(
    ({ person }) => person,
    (error: unknown) => (error instanceof AuditProblem && error.code === "not-found" ? null : Promise.reject(error)),
  );
