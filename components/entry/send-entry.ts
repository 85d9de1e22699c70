import * as z from "zod/mini";

const problemSchema = z.object({ code: z.string(), rule: z.optional(z.string()) });
const entrySchema = z.object({ id: z.string(), at: z.string(), recordedAt: z.string(), meeting: z.optional(z.string()) });
export type SavedEntry = z.infer<typeof entrySchema>;

/** Why an entry was not taken. What may pass by itself is tried again with the same id; the rest must be entered anew. */
export type EntryProblem = "unreachable" | "busy" | "signed-out" | "not-yours" | "taken" | "outside-term" | "view-only" | "invalid";

export class EntryRefused extends Error {
  constructor(readonly problem: EntryProblem) {
    super(problem);
  }
}

export const mayPass = (problem: EntryProblem): boolean => problem === "unreachable" || problem === "busy" || problem === "signed-out";

/** Sends what was entered. Resolves once it is durable; throws EntryRefused. */
export async function sendEntry(method: "PUT" | "POST", path: string, body: unknown): Promise<SavedEntry> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(path, { method, headers, body: JSON.stringify(body) }).catch(() => null);
  if (response === null) throw new EntryRefused("unreachable");
  const answer: unknown = await response.json().catch(() => null);
  const saved = response.ok ? entrySchema.safeParse(answer) : null;
  if (saved?.success === true) return saved.data;
  throw new EntryRefused(problemOf(response.status, problemSchema.safeParse(answer).data?.rule));
}

function problemOf(status: number, rule: string | undefined): EntryProblem {
  switch (status) {
    case 401:
      return "signed-out";
    case 403:
      return "view-only";
    case 404:
      return "not-yours";
    case 409:
      return "taken";
    case 400:
      return rule === "term" ? "outside-term" : "invalid";
    case 413:
    case 415:
      return "invalid";
    default:
      return "busy";
  }
}
