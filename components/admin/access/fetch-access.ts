import * as z from "zod/mini";
import type { GrantChange, Invitation, NewGrant, PersonChange, RoleChange, RoleContent } from "@/lib/access/administration/asked-shapes";
import {
  linkSchema,
  type PersonState,
  peoplePageSchema,
  personSessionsSchema,
  shownPersonSchema,
  shownRoleSchema,
} from "@/lib/access/administration/shapes";
import { explanationSchema, sightSchema, type Thing } from "@/lib/warehouse/access/explain-shape";
import { DataProblem } from "../../data/fetch-data";

const address = "/api/internal/admin";

const changeSchema = z.object({ field: z.string(), now: z.optional(z.unknown()) });
const problemSchema = z.object({
  code: z.string(),
  rule: z.optional(z.string()),
  field: z.optional(z.string()),
  found: z.optional(z.unknown()),
  changed: z.optional(z.array(changeSchema)),
  by: z.optional(z.nullable(z.string())),
  at: z.optional(z.nullable(z.string())),
  heldBy: z.optional(shownRoleSchema.shape.heldBy),
});
export type Refusal = z.infer<typeof problemSchema>;

/** What the server refused, with its facts; none where it could not say. */
export class AccessProblem extends DataProblem {
  constructor(readonly refusal: Refusal | null) {
    super(refusal?.code ?? null);
  }
}

/** What an editor has seen once they were told of what changed meanwhile: who saves again then, means it. */
export function seenSince<T extends object>(schema: z.ZodMiniType<T>, seen: T, error: Error): T {
  const changed = error instanceof AccessProblem ? (error.refusal?.changed ?? []) : [];
  const now = Object.fromEntries(changed.map((one) => [one.field, one.now]));
  return schema.safeParse({ ...seen, ...now }).data ?? seen;
}

export async function ask<T>(path: string, schema: z.ZodMiniType<T>, init?: RequestInit): Promise<T> {
  const response = await fetch(`${address}${path}`, init);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new AccessProblem(problemSchema.safeParse(body).data ?? null);
  return schema.parse(body);
}

export const send = <T>(method: "POST" | "PUT", path: string, schema: z.ZodMiniType<T>, body: unknown) =>
  ask(path, schema, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

const madeSchema = z.object({ id: z.string() });
const personAt = (id: string) => `/people/${encodeURIComponent(id)}`;
const roleAt = (id: string) => `/roles/${encodeURIComponent(id)}`;

export type AskedPeople = { text?: string; role?: string; state?: PersonState; after?: string };
export const fetchPeople = (asked: AskedPeople) => send("POST", "/people/search", peoplePageSchema, asked);
export const fetchPerson = (id: string) => ask(personAt(id), shownPersonSchema);
export const invite = (wanted: Invitation) => send("POST", "/people", z.extend(linkSchema, madeSchema.shape), wanted);
export const changePerson = (id: string, change: PersonChange) => send("PUT", personAt(id), shownPersonSchema, change);
export const renewLink = (id: string) => send("POST", `${personAt(id)}/link`, linkSchema, {});
export const giveGrant = (id: string, wanted: NewGrant) => send("POST", `${personAt(id)}/grants`, madeSchema, wanted);
export const changeGrant = (id: string, change: GrantChange) => send("PUT", `/grants/${id}`, madeSchema, change);
export const endGrant = (id: string) => send("POST", `/grants/${id}/end`, madeSchema, {});

export const fetchExplanation = (id: string, thing: Thing) =>
  ask(`${personAt(id)}/access?${new URLSearchParams(thing)}`, explanationSchema);
export const fetchSight = (id: string) => ask(`${personAt(id)}/sight`, sightSchema);

export const fetchPersonSessions = (id: string) => ask(`${personAt(id)}/sessions`, personSessionsSchema);
const endedSchema = z.object({ ended: z.number() });
export const endPersonSessions = (id: string) => send("POST", `${personAt(id)}/sessions/end`, endedSchema, {});
export const endPersonSession = (id: string) => send("POST", `/sessions/${encodeURIComponent(id)}/end`, endedSchema, {});

export const fetchRoles = () => ask("/roles", z.object({ roles: z.array(shownRoleSchema) }));
export const makeRole = (wanted: RoleContent) => send("POST", "/roles", madeSchema, wanted);
export const changeRole = (id: string, change: RoleChange) => send("PUT", roleAt(id), madeSchema, change);
export const removeRole = (id: string) => send("POST", `${roleAt(id)}/remove`, madeSchema, {});

const placeSchema = z.object({
  kind: z.enum(["departments", "courses", "sections"]),
  id: z.string(),
  name: z.string(),
  detail: z.nullable(z.string()),
});
export type FoundPlace = z.infer<typeof placeSchema>;
export const searchPlaces = (text: string) => send("POST", "/places", z.object({ places: z.array(placeSchema) }), { text });

const studentSchema = z.object({ student: z.uuid(), number: z.string(), name: z.nullable(z.string()) });
export type FoundStudent = z.infer<typeof studentSchema>;
export const findStudent = (number: string) => send("POST", "/students", studentSchema, { number });
