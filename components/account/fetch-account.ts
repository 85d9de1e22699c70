import * as z from "zod/mini";
import { sessionsSchema } from "@/lib/access/account-sessions-shape";

const address = "/api/internal/account";
const problemSchema = z.object({ status: z.number(), code: z.string(), field: z.optional(z.string()) });

/** What the server refused, by its code and field; nulls where it could not say. */
export class AccountProblem extends Error {
  constructor(
    readonly code: string | null,
    readonly field: string | null,
  ) {
    super(code ?? "failed");
  }
}

async function ask(path: string, method: "GET" | "POST" | "PUT" | "DELETE", body?: unknown): Promise<unknown> {
  const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${address}${path}`, { method, ...sent });
  const text: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return text;
  const problem = problemSchema.safeParse(text).data;
  throw new AccountProblem(problem?.code ?? null, problem?.field ?? null);
}

const factorSchema = z.object({ set: z.boolean(), codesLeft: z.number() });
const setupSchema = z.object({ secret: z.string(), address: z.string(), qr: z.object({ size: z.number(), path: z.string() }) });
const codesSchema = z.object({ codes: z.array(z.string()) });
export type SecondFactorSetup = z.infer<typeof setupSchema>;

export const fetchSessions = async () => sessionsSchema.parse(await ask("/sessions", "GET"));
export const endSession = (id: string) => ask(`/sessions/${encodeURIComponent(id)}`, "DELETE");
export const endOtherSessions = () => ask("/sessions", "DELETE");

export const fetchSecondFactor = async () => factorSchema.parse(await ask("/second-factor", "GET"));
export const beginSecondFactor = async (current: string) => setupSchema.parse(await ask("/second-factor", "POST", { current }));
export const confirmSecondFactor = async (code: string) => codesSchema.parse(await ask("/second-factor", "PUT", { code })).codes;
export const removeSecondFactor = (code: string) => ask("/second-factor", "DELETE", { code });
export const renewRecoveryCodes = async (code: string) => codesSchema.parse(await ask("/recovery-codes", "POST", { code })).codes;
