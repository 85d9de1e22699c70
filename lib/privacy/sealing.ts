import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the ciphertext. */
const nonceLength = 12;
const tagLength = 16;

export function seal(key: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws where the key is another one or the text was changed. */
export function open(key: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceLength));
  decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  return Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
}

export type VaultKeys = {
  /** Finds a person by the institution's id. */
  index: KeyObject;
  /** Wraps each person's own key. */
  wrap: Buffer;
  /** Seals quarantined bodies. */
  body: Buffer;
  /** Hashes (source, id) and content for the log's idempotency. */
  identity: KeyObject;
  /** Seals the secrets that users sign in with. */
  signIn: Buffer;
  /** Hashes recovery codes. */
  recovery: KeyObject;
  /** Seals what webhooks are signed with. */
  webhook: Buffer;
};

export function deriveKeys(masterKey: Buffer): VaultKeys {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", masterKey, "bellwether", `vault/${purpose}`, 32));
  return {
    index: createSecretKey(derive("index")),
    wrap: derive("wrap"),
    body: derive("body"),
    identity: createSecretKey(derive("identity")),
    signIn: derive("sign-in"),
    recovery: createSecretKey(derive("recovery")),
    webhook: derive("webhook"),
  };
}

/** HMAC-SHA-256. The key is prepared once: made from bytes at each call it costs five times the hash. */
export function keyedHash(key: KeyObject, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
