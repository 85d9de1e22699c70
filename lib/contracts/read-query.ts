import type { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { toItemErrors } from "./validate";

/**
 * The parameters of a request, held to their schema; each may be there once. Throws bad-request naming the parameter, the rule
 * and what was found.
 */
export function readQuery<S extends z.ZodObject>(request: Request, schema: S): z.output<S> {
  const parameters = [...new URL(request.url).searchParams];
  const names = parameters.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BellwetherError("bad-request", `${twice} is given twice.`, { field: twice, rule: "once" });
  const allowed = Object.keys(schema.shape);
  const unknown = parameters.find(([name]) => !allowed.includes(name));
  if (unknown !== undefined) throw unknownParameter(...unknown, allowed);
  const raw = Object.fromEntries(parameters);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [first] = toItemErrors(parsed.error, raw, []);
  if (first === undefined) throw new BellwetherError("bad-request", "The request is not valid.");
  const { path, message, ...facts } = first;
  throw new BellwetherError("bad-request", `${path} ${message}`, { field: path, ...facts });
}

export function unknownParameter(field: string, found: unknown, allowed: readonly string[]): BellwetherError {
  return new BellwetherError("bad-request", `There is no parameter ${field}; there are ${allowed.join(", ")}.`, {
    field,
    rule: "unknown-parameter",
    found,
    allowed,
  });
}
