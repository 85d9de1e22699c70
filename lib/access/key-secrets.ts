import { createHash, randomBytes } from "node:crypto";

/** `bw_<prefix>_<secret>`: the prefix finds the row, the secret is 256 random bits and is not kept. */
export const keyPattern = /^bw_([A-Za-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

/** A random secret of 256 bits cannot be guessed, so that a fast hash is as good as a slow one. */
export const hashOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** `key` is shown once, to whoever made it; prefix and hash are kept. */
export function newSecret(): { prefix: string; hash: Buffer; key: string } {
  const prefix = randomBytes(9).toString("base64url").replaceAll(/[-_]/g, "x");
  const secret = randomBytes(32).toString("base64url");
  return { prefix, hash: hashOf(secret), key: `bw_${prefix}_${secret}` };
}
