import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from "node:crypto";

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");
const idLength = 16;

/** The institution's own Ed25519 key, for what it hands out and must recognise again. */
export type SigningKey = {
  /** Which key it is: the first of the SHA-256 of its public half. */
  id: string;
  /** The public half as PEM (SubjectPublicKeyInfo), for whoever verifies elsewhere. */
  publicPem: string;
  sign(text: string): Buffer;
  verify(text: string, signature: Buffer): boolean;
};

/** Derived from the vault's master key, so that there is one secret to keep; a purpose has a key of its own. */
export function signingKeyOf(masterKey: Buffer, purpose: string): SigningKey {
  const seed = Buffer.from(hkdfSync("sha256", masterKey, "bellwether", `sign/${purpose}`, 32));
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: "der", type: "pkcs8" });
  const publicKey: KeyObject = createPublicKey(privateKey);
  const spki = publicKey.export({ format: "der", type: "spki" });
  return {
    id: createHash("sha256").update(spki).digest("hex").slice(0, idLength),
    publicPem: publicKey.export({ format: "pem", type: "spki" }).toString(),
    sign: (text) => sign(null, Buffer.from(text, "utf8"), privateKey),
    verify: (text, signature) => verify(null, Buffer.from(text, "utf8"), publicKey, signature),
  };
}
