import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { type PersonId, personIdSchema } from "@/lib/privacy/vault";
import type { Administrator } from "./administer";
import { refuseAbove } from "./held-permissions";

const rowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  person: personIdSchema.nullable(),
  demo: z.boolean(),
  disabled: z.boolean(),
});
export type LockedPerson = Omit<z.infer<typeof rowSchema>, "person"> & { person: PersonId | null };

/** A user who is to be changed. Throws not-found, and forbidden where they may more than who changes them. */
export async function lockPerson(client: PoolClient, by: Administrator, userId: string): Promise<LockedPerson> {
  const known = z.uuid().safeParse(userId).success;
  const found = known
    ? await client.query(
        `SELECT id, name, email, person, demo, disabled_at IS NOT NULL AS disabled FROM app."user" WHERE id = $1 FOR NO KEY UPDATE`,
        [userId],
      )
    : null;
  const row = found?.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "person" });
  await refuseAbove(client, by, userId);
  return rowSchema.parse(row);
}
