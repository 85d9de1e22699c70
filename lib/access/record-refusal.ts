import { LRUCache } from "lru-cache";
import { keyedHash } from "@/lib/privacy/sealing";
import type { AccessServices } from "./access-services";
import { windowMinutes } from "./throttle";
import { writeAudit } from "./write-audit";

/** `wrong`: name or password · `link`: unknown, used or over · `held-back`: too many tries before. */
export type Refusal = { why: "wrong" | "link" | "held-back"; name: string; address: string };

/** What anybody can bring about at will is recorded once in a window for an address, so that nobody floods the audit. */
const recorded = new LRUCache<string, true>({ max: 10_000, ttl: windowMinutes * 60_000 });
const hashLength = 16;

/**
 * Records that somebody was not let in. Whose account was tried is told by the user's id; a name that is no user's, and
 * where it came from, as keyed hashes: the same again is seen to be the same, and nobody reads what was typed (PII-1).
 */
export async function recordRefusal({ database, vault }: Pick<AccessServices, "database" | "vault">, refusal: Refusal): Promise<void> {
  const { why, name, address } = refusal;
  const hashed = (text: string) => keyedHash(vault.identityKey, `sign-in\u0000${text}`).toString("hex").slice(0, hashLength);
  const from = hashed(address);
  if (why !== "wrong") {
    if (recorded.has(`${why} ${from}`)) return;
    recorded.set(`${why} ${from}`, true);
  }
  const account = name.trim().toLowerCase();
  const found = await database.owner.query<{ id: string }>(`SELECT id FROM app."user" WHERE lower(email) = $1 AND NOT demo`, [account]);
  const user = found.rows[0]?.id;
  const tried = user === undefined && account !== "" ? { name: hashed(account) } : {};
  await writeAudit(database.owner, {
    actor: "visitor",
    action: "sign-in.refused",
    ...(user === undefined ? {} : { subject: `user:${user}` }),
    detail: { why, from, ...tried },
  });
}
