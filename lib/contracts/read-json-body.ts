import type { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { toItemErrors } from "./validate";

/** Far above what a screen sends, and the most that a mended event comes to, with room for what surrounds it. */
const largestBody = 512 * 1024;
/** So much is taken from the connection and dropped: a sender whose body is left unread waits in vain for the next answer. */
const mostTaken = 2 * largestBody;

/**
 * The body of a request that changes something, held to its schema. Only JSON is read, which no form of another site
 * can send, and the session's cookie is not sent along from one (SameSite). Throws unsupported-media-type, too-large,
 * or bad-request with the field, the rule and, unless it `quotes` nothing, what was found.
 */
export async function readJsonBody<S extends z.ZodType>(request: Request, schema: S, { quotes = true } = {}): Promise<z.output<S>> {
  if (request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    throw new BellwetherError("unsupported-media-type", "Send application/json.", { field: "Content-Type", rule: "media-type" });
  }
  const raw = parse(await textOf(request));
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [first, ...more] = toItemErrors(parsed.error, raw, []);
  if (first === undefined)
    throw new BellwetherError("bad-request", "This body is not what it should be.", { field: "body", rule: "schema" });
  const { path, rule, message } = first;
  const found = quotes && "found" in first ? { found: first.found } : {};
  const field = path === "" ? "body" : path;
  throw new BellwetherError("bad-request", `${field} ${message}`, {
    field,
    rule,
    ...found,
    ...(quotes && more.length > 0 ? { more } : {}),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BellwetherError("bad-request", "The body is not JSON.", { field: "body", rule: "json" }, { cause });
  }
}

async function textOf(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let taken = 0;
  for await (const chunk of request.body ?? []) {
    taken += chunk.byteLength;
    if (taken > mostTaken) break;
    if (taken <= largestBody) text += decoder.decode(chunk, { stream: true });
  }
  if (taken > largestBody)
    throw new BellwetherError("too-large", `Send at most ${largestBody / 1024} KiB.`, { field: "body", rule: "max", limit: largestBody });
  return text + decoder.decode();
}
