import { z } from "zod";
import { signingKeyOf } from "@/lib/privacy/signing";

/** What a backup says of itself. It is signed, and names every file with what is in it. */
export const manifestSchema = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  postgres: z.string(),
  /** Of the schema that the rows are of: a restore makes that one, and takes it to its own version afterwards. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  /** Of the feed: which batches the figures hold. */
  position: z.string(),
  /** Days of arrival that the log has tables for. */
  logDays: z.array(z.iso.date()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()).min(1),
      file: z.string().regex(/^[a-z0-9_.]+$/),
      rows: z.number().int().min(0),
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string().regex(/^\d+$/), called: z.boolean() })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type TableFile = Manifest["tables"][number];

/** Beside the manifest: which key it was signed by, and the signature of its bytes. */
export const signatureSchema = z.object({ key: z.string(), signature: z.base64() });
export type ManifestSignature = z.infer<typeof signatureSchema>;

export const manifestFile = "manifest.json";
export const signatureFile = "manifest.signature.json";

/** Derived from the vault's key, so that a backup that somebody changed is told from one that was taken here. */
export const backupKeyOf = (vaultKey: Buffer) => signingKeyOf(vaultKey, "backup");
