import { randomBytes } from "node:crypto";
import type { PoolClient } from "pg";
import type { Vault } from "@/lib/privacy/vault";
import { writeAudit } from "../write-audit";

export const recoveryCodes = 10;

/** Crockford's letters: none is taken for another, and 32 of them waste no bit. */
const letters = "0123456789abcdefghjkmnpqrstvwxyz";

/** 80 bits, in four groups of four. */
function newCode(): string {
  const text = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join("");
  return text.replace(/(.{4})(?=.)/g, "$1-");
}

/** As it was meant: whatever case, with or without dashes, and with the letters that look alike. */
export const readRecoveryCode = (typed: string): string =>
  typed.toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");

/** Ten codes in place of whatever there was. Only their keyed hashes are kept: they are shown once. */
export async function makeRecoveryCodes(client: Pick<PoolClient, "query">, vault: Vault, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newCode);
  await client.query("DELETE FROM app.recovery_code WHERE user_id = $1", [userId]);
  await client.query("INSERT INTO app.recovery_code (user_id, code_hash) SELECT $1, * FROM unnest($2::bytea[])", [
    userId,
    codes.map((code) => vault.hashRecoveryCode(userId, readRecoveryCode(code))),
  ]);
  await writeAudit(client, { actor: `user:${userId}`, action: "recovery-codes.made", subject: `user:${userId}` });
  return codes;
}

/** Uses a code up. False where it is none, or was used. */
export async function useRecoveryCode(client: Pick<PoolClient, "query">, vault: Vault, userId: string, typed: string): Promise<boolean> {
  const used = await client.query(
    "UPDATE app.recovery_code SET used_at = now() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL",
    [userId, vault.hashRecoveryCode(userId, readRecoveryCode(typed))],
  );
  if (used.rowCount === 0) return false;
  await writeAudit(client, { actor: `user:${userId}`, action: "recovery-code.used", subject: `user:${userId}` });
  return true;
}
