import type { z } from "zod";
import { requireUser } from "@/lib/access/authenticate";
import { mayOpenData } from "@/lib/access/may-open-data";
import { BellwetherError, problemResponse } from "@/lib/platform/errors";
import { type DataServices, getDataServices } from "./data-services";
import { getServices, type Services } from "./services";

/** `actor`: as the audit names them. */
export type EngineerAsk = { services: Services; data: DataServices; actor: string };

/** Answers a route of the data page: the one place that says to whom. For others there is nothing here. */
export async function answerEngineer(request: Request, answer: (ask: EngineerAsk) => Promise<unknown>, status = 200): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    if (!mayOpenData(user)) throw new BellwetherError("not-found", "There is nothing here.");
    const found = await answer({ services, data: getDataServices(), actor: `user:${user.userId}` });
    return Response.json(found, { status, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
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
