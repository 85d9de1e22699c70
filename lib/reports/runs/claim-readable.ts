import type { z } from "zod";
import { unreadable } from "@/lib/platform/read-rows";

export type Claiming<R> = {
  /** Takes up to so many, and none that was taken before. */
  take: (most: number) => Promise<readonly (R & Record<string, unknown>)[]>;
  /** No later try reads it better. */
  giveUp: (row: R) => Promise<void>;
  onError: (error: unknown) => void;
};

/**
 * Claims so many that can be understood. One that cannot (written by a later version, or by hand) is told and given up, and
 * another one that is due is taken in its place, so that it holds up none.
 */
export async function claimReadable<T, R extends { id: string }>(
  schema: z.ZodType<T>,
  what: string,
  most: number,
  { take, giveUp, onError }: Claiming<R>,
): Promise<T[]> {
  const claimed: T[] = [];
  for (let wanting = true; wanting; ) {
    wanting = false;
    for (const row of await take(most - claimed.length)) {
      const read = schema.safeParse(row);
      if (read.success) claimed.push(read.data);
      else {
        onError(unreadable(what, row.id, read.error));
        await giveUp(row);
        wanting = true;
      }
    }
  }
  return claimed;
}
