import type { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { toItemErrors } from "./validate";

/** The route reads its parameters itself, by `readQuery`; else it has none. */
export type Parameters = "none" | "read";

/**
 * Of a route that has none: what is asked in vain is said, and not passed over. `quotes`: whether what was found is said back.
 * Throws bad-request.
 */
export function refuseParameters(request: Request, { quotes = true }: { quotes?: boolean } = {}): void {
  const [first] = new URL(request.url).searchParams;
  if (first !== undefined) throw unknownParameter(first[0], quotes ? first[1] : undefined, []);
}

/**
 * The parameters of a request, held to their schema; each may be there once. Throws bad-request naming the parameter, the rule
 * and what was found.
 */
export function readQuery<S extends z.ZodObject>(request: Request, schema: S): z.output<S> {
  return readParameters(new URL(request.url).searchParams, schema);
}

/** The same of some of them. */
export function readParameters<S extends z.ZodObject>(parameters: URLSearchParams, schema: S): z.output<S> {
  const raw = parametersOf(parameters);
  const allowed = Object.keys(schema.shape);
  const unknown = Object.entries(raw).find(([name]) => !allowed.includes(name));
  if (unknown !== undefined) throw unknownParameter(...unknown, allowed);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [first] = toItemErrors(parsed.error, raw, []);
  if (first === undefined) throw new BellwetherError("bad-request", "The request is not valid.");
  const { path, message, ...facts } = first;
  throw new BellwetherError("bad-request", `${path} ${message}`, { field: path, ...facts });
}

/** Each by its name. Throws bad-request for one that is there twice. */
export function parametersOf(parameters: URLSearchParams): Record<string, string> {
  const names = [...parameters.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BellwetherError("bad-request", `${twice} is given twice.`, { field: twice, rule: "once" });
  return Object.fromEntries(parameters);
}

export function unknownParameter(field: string, found: unknown, allowed: readonly string[]): BellwetherError {
  return new BellwetherError(
    "bad-request",
    `There is no parameter ${field}; there ${allowed.length === 0 ? "is none" : `are ${allowed.join(", ")}`}.`,
    {
      field,
      rule: "unknown-parameter",
      found,
      allowed,
    },
  );
}
