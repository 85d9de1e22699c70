import { z } from "zod";
import { instantSql } from "@/lib/platform/instant-sql";
import { type SigningKey, signingKeyOf } from "@/lib/privacy/signing";
import { canonicalText } from "./canonical";

/** Hex of the hash, base64 of the signature: as an anchor is handed out, one a line. */
export const anchorSchema = z.object({
  entries: z.number().int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  key: z.string(),
  signature: z.base64(),
});
/** A head of the chain, signed: so many entries there were, the last of this hash, at that time. */
export type Anchor = z.infer<typeof anchorSchema>;
export type Head = Pick<Anchor, "entries" | "hash">;

export const auditKeyOf = (masterKey: Buffer): SigningKey => signingKeyOf(masterKey, "audit");

const textOf = ({ entries, hash, at }: Omit<Anchor, "key" | "signature">) =>
  canonicalText(["bellwether.audit.anchor.1", String(entries), hash, at]);

export function signHead(key: SigningKey, head: Head, at: Date): Anchor {
  const said = { ...head, at: at.toISOString() };
  return { ...said, key: key.id, signature: key.sign(textOf(said)).toString("base64") };
}

export const isSignedBy = (key: Pick<SigningKey, "verify">, anchor: Anchor): boolean =>
  key.verify(textOf(anchor), Buffer.from(anchor.signature, "base64"));

type Queries = { query(text: string): Promise<{ rows: unknown[] }> };

/** The anchors that the database keeps, the earliest first. */
export async function listAnchors(client: Queries): Promise<Anchor[]> {
  const { rows } = await client.query(
    `SELECT entries::float8 AS entries, encode(hash, 'hex') AS hash, ${instantSql("at")} AS at, key,
       replace(encode(signature, 'base64'), E'\\n', '') AS signature
     FROM app.audit_anchor ORDER BY entries, id`,
  );
  return z.array(anchorSchema).parse(rows);
}
