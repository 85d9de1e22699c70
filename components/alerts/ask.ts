import * as z from "zod/mini";

const problemSchema = z.object({ code: z.string(), field: z.optional(z.string()), rule: z.optional(z.string()) });

/** What the server refused; all null where it could not say. */
export class AlertProblem extends Error {
  constructor(
    readonly code: string | null,
    readonly field: string | null,
    readonly rule: string | null,
  ) {
    super(code ?? "failed");
  }
}

export async function ask(address: string, method: "GET" | "POST" | "PUT" | "DELETE" = "GET", body?: unknown): Promise<unknown> {
  const sent = body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(address, { method, ...sent });
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  const problem = problemSchema.safeParse(answer).data;
  throw new AlertProblem(problem?.code ?? null, problem?.field ?? null, problem?.rule ?? null);
}
