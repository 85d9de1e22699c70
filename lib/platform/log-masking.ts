import { classOf } from "./classification";
import { isBellwetherError } from "./errors";

const masked = (what: string) => `[${what}]`;

/** Texts that are what they are wherever they stand. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, masked("contact")],
  [/\bbw_[A-Za-z0-9]{12}_[A-Za-z0-9_-]+/g, masked("secret")],
  [/\beyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)+/g, masked("secret")],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+/gi, `$1 ${masked("secret")}`],
  [/\b(token|password|next-auth\.[a-z-]+)=[^&;\s"']+/gi, `$1=${masked("secret")}`],
];

/** A text of our own, without addresses and secrets that it may quote. */
export const maskText = (text: string): string => patterns.reduce((rest, [pattern, by]) => rest.replaceAll(pattern, by), text);

/** A text of others, who quote what they stumbled over: a name, a line of a file, the value of a key. */
export const maskQuotes = (text: string): string =>
  maskText(text)
    .replaceAll(/"[^"\n]*"/g, '"…"')
    .replaceAll(/(?<![\p{L}\p{N}])'[^'\n]*'/gu, "'…'")
    .replaceAll(/`[^`\n]*`/g, "`…`")
    .replaceAll(/=\([^)\n]*\)/g, "=(…)");

/** What the database says of where it failed, without what it failed on. */
const places = ["code", "schema", "table", "column", "constraint", "routine"] as const;
const deepest = 6;

/** Of PostgreSQL's errors those that quote the statement, which is ours: tables, columns and rights. */
const quotesOurs = (error: Error): boolean => /^42[0-9A-Z]{3}$/.test(String(Reflect.get(error, "code")));

function describeError(error: Error, depth: number): Record<string, unknown> {
  const own = isBellwetherError(error);
  const message = own || quotesOurs(error) ? maskText(error.message) : maskQuotes(error.message);
  const where = own
    ? {}
    : Object.fromEntries(
        places.flatMap((name) => (typeof Reflect.get(error, name) === "string" ? [[name, Reflect.get(error, name)]] : [])),
      );
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(own ? { code: error.code } : where),
    message,
    ...(own ? {} : { at: frames.map((line) => line.trim()) }),
    ...(error.cause === undefined ? {} : { cause: maskValue(error.cause, depth + 1) }),
  };
}

/** A value as it may stand in a log: fields by their class, errors without what they quote, texts without addresses. */
export function maskValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return masked("deep");
  if (value instanceof Error || isBellwetherError(value)) return describeError(value, depth);
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((one) => maskValue(one, depth + 1));
  if (ArrayBuffer.isView(value)) return masked("bytes");
  if (value instanceof Map || value instanceof Set) return masked(`${value.size} items`);
  return maskFields(value, depth);
}

export function maskFields(fields: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const of = classOf(name);
      return [name, of === null || value === null || value === undefined ? maskValue(value, depth + 1) : masked(of)];
    }),
  );
}
