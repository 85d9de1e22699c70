import type { z } from "zod";
import { BellwetherError } from "./errors";

/**
 * Rows of what was kept, in their order. One that cannot be understood (written by a later version, or by hand) is told to
 * `onError`, and keeps none of the others from being read. `what`: what a row is, as in "rule"; its id goes by that name.
 */
export function readRows<T>(
  schema: z.ZodType<T>,
  rows: readonly Record<string, unknown>[],
  what: string,
  onError: (error: unknown) => void,
): T[] {
  return rows.flatMap((row) => {
    const read = schema.safeParse(row);
    if (read.success) return [read.data];
    onError(unreadable(what, row.id, read.error));
    return [];
  });
}

/** Those among rows that were not read: by what is sure of each they can be shown, and removed. */
export function rowsNotRead<R extends Record<string, unknown>>(rows: readonly R[], read: readonly { id: unknown }[]): R[] {
  const known = new Set(read.map(({ id }) => id));
  return rows.filter(({ id }) => !known.has(id));
}

export const unreadable = (what: string, id: unknown, cause: z.ZodError): BellwetherError =>
  new BellwetherError("internal", `A ${what} cannot be read.`, { [what]: id }, { cause });
