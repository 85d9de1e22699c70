import type { z } from "zod";
import { unreadable } from "@/lib/platform/read-rows";

export type Taking<R> = {
  /** Takes up to so many, and none that was taken before. */
  take: (most: number) => Promise<readonly (R & Record<string, unknown>)[]>;
  /** No later try reads it better. */
  giveUp: (row: R) => Promise<void>;
  onError: (error: unknown) => void;
};

/**
 * Claims so many that can be understood. One that cannot (written by a later version, or by hand) is told and given up, and
 * another one that is due is taken in its place, so that it holds up none. Whatever fails in that, what is claimed already is
 * answered with: it would be held by nobody until its lease is over.
 */
export async function claimReadable<T, R extends { id: string }>(
  schema: z.ZodType<T>,
  what: string,
  most: number,
  { take, giveUp, onError }: Taking<R>,
): Promise<T[]> {
  const claimed: T[] = [];
  const takeMore = async () => {
    try {
      return await take(most - claimed.length);
    } catch (error) {
      onError(error);
      return [];
    }
  };
  for (let rows = await take(most); rows.length > 0; ) {
    let wanting = false;
    for (const row of rows) {
      const read = schema.safeParse(row);
      if (read.success) claimed.push(read.data);
      else {
        onError(unreadable(what, row.id, read.error));
        await giveUp(row).catch(onError);
        wanting = true;
      }
    }
    rows = wanting ? await takeMore() : [];
  }
  return claimed;
}
