import type { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { answerPermitted, type PermittedAsk } from "./answer-permitted";
import { type DataServices, getDataServices } from "./data-services";

export type EngineerAsk = PermittedAsk & { data: DataServices };

/** Answers a route of the data page. */
export function answerEngineer(request: Request, answer: (ask: EngineerAsk) => Promise<unknown>, status = 200): Promise<Response> {
  return answerPermitted(request, "data:mend", (ask) => answer({ ...ask, data: getDataServices() }), status);
}

/** The parameters of a request; each may be there once. Throws bad-request. */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  const parameters = [...new URL(request.url).searchParams];
  const names = parameters.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BellwetherError("bad-request", "A parameter may be given once.", { field: twice, rule: "once" });
  return parseWith(schema, Object.fromEntries(parameters));
}

function parseWith<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BellwetherError("bad-request", issue?.message ?? "This cannot be read.", {
    field: issue?.path.map(String).join(".") ?? "",
    rule: issue?.code ?? "type",
  });
}
