import type { z } from "zod";
import { headersOf, userOf } from "@/lib/access/authenticate";
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
    const user = await userOf(services, headersOf(request).cookie);
    if (user === null) throw new BellwetherError("unauthenticated", "Sign in.");
    if (!mayOpenData(user)) throw new BellwetherError("not-found", "There is nothing here.");
    const found = await answer({ services, data: getDataServices(), actor: `user:${user.userId}` });
    return Response.json(found, { status, headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}

/** The most that a mended event comes to in JSON, with room for what surrounds it. */
const longestBody = 512 * 1024;

/**
 * The body of a request that changes something. Only JSON is read, which no form of another site can send, and
 * the session's cookie is not sent along from one (SameSite). Throws unsupported-media-type, too-large, bad-request.
 */
export async function readJsonBody<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  if (request.headers.get("content-type")?.split(";")[0]?.trim() !== "application/json") {
    throw new BellwetherError("unsupported-media-type", "Send application/json.");
  }
  const text = await request.text();
  if (text.length > longestBody) throw new BellwetherError("too-large", `A body may have ${longestBody} characters.`);
  return parseWith(schema, jsonOf(text));
}

/** The parameters of a request; each may be there once. Throws bad-request. */
export function readQuery<T>(request: Request, schema: z.ZodType<T>): T {
  const parameters = [...new URL(request.url).searchParams];
  const names = parameters.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BellwetherError("bad-request", "A parameter may be given once.", { field: twice, rule: "once" });
  return parseWith(schema, Object.fromEntries(parameters));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BellwetherError("bad-request", "The body is not JSON.", { field: "body", rule: "json" }, { cause });
  }
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
