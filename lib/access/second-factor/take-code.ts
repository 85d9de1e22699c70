import type { PoolClient } from "pg";
import type { Vault } from "@/lib/privacy/vault";
import { useRecoveryCode } from "./recovery-codes";
import { stepOfCode } from "./totp";

/**
 * Takes a code of the user's second factor, or a recovery code, once: of a time step that was taken, and of those
 * before it, none is taken again. Null where it is neither.
 */
export async function takeCode(
  client: Pick<PoolClient, "query">,
  vault: Vault,
  userId: string,
  typed: string,
  now: Date,
): Promise<"totp" | "recovery" | null> {
  const code = typed.replace(/\s/g, "");
  const found = await client.query<{ sealed_secret: Buffer }>(
    "SELECT sealed_secret FROM app.second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL",
    [userId],
  );
  const sealed = found.rows[0]?.sealed_secret;
  if (sealed === undefined) return null;
  const step = stepOfCode(vault.openSignInSecret(userId, sealed), code, now);
  if (step === null) return (await useRecoveryCode(client, vault, userId, code)) ? "recovery" : null;
  const taken = await client.query("UPDATE app.second_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2", [userId, step]);
  return taken.rowCount === 1 ? "totp" : null;
}
