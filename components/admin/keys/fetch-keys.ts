import * as z from "zod/mini";
import { keysSchema, madeKeySchema } from "@/lib/access/keys-shape";
import type { PlaceScope } from "@/lib/access/place-scope";
import type { Ability } from "@/lib/access/principal";

const address = "/api/internal/keys";
const problemSchema = z.object({ code: z.string(), field: z.optional(z.string()), rule: z.optional(z.string()) });

/** What the server refused; all null where it could not say. */
export class KeyProblem extends Error {
  constructor(
    readonly code: string | null,
    readonly field: string | null,
    readonly rule: string | null,
  ) {
    super(code ?? "failed");
  }
}

async function ask<T>(path: string, schema: z.ZodMiniType<T>, method = "GET", body?: unknown): Promise<T> {
  const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${address}${path}`, { method, ...sent });
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return schema.parse(answer);
  const problem = problemSchema.safeParse(answer).data;
  throw new KeyProblem(problem?.code ?? null, problem?.field ?? null, problem?.rule ?? null);
}

/** `expiresOn`: the last local day; null: without an end. */
export type KeyFields = { name: string; can: Ability[]; scope: PlaceScope; expiresOn: string | null; eventsPerSecond: number | null };

const idSchema = z.object({ id: z.uuid() });
const item = (id: string) => `/${encodeURIComponent(id)}`;

export const fetchKeys = () => ask("", keysSchema);
export const makeKey = (fields: KeyFields) => ask("", madeKeySchema, "POST", fields);
export const changeKey = (id: string, fields: Partial<KeyFields>) => ask(item(id), idSchema, "PUT", fields);
/** `oldUntil`: an instant, or now. */
export const rotateKey = (id: string, oldUntil: string) => ask(`${item(id)}/rotate`, madeKeySchema, "POST", { oldUntil });
export const revokeKey = (id: string) => ask(`${item(id)}/revoke`, idSchema, "POST", {});
export const endOldSecret = (id: string) => ask(`${item(id)}/end-old`, idSchema, "POST", {});
