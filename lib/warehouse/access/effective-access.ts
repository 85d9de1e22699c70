import { readPerson } from "@/lib/access/administration/get-person";
import type { GrantRow } from "@/lib/access/administration/read-grants";
import { combine } from "@/lib/access/principal";
import type { Database } from "@/lib/platform/database";

/** What a user's grants add up to at a moment, as a session of theirs would have it; nothing for who is disabled. */
export type EffectiveAccess = { disabled: boolean; grants: readonly GrantRow[]; access: ReturnType<typeof combine> };

/** Throws not-found. */
export async function effectiveAccess(database: Database, userId: string, now: Date): Promise<EffectiveAccess> {
  const { state, grants } = await readPerson({ database }, userId, now);
  const disabled = state === "disabled";
  const held = grants.filter((grant) => !grant.over);
  return { disabled, grants: held, access: combine(disabled ? [] : held) };
}
