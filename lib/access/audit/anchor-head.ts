import type { Database } from "@/lib/platform/database";
import type { SigningKey } from "@/lib/privacy/signing";
import { type Anchor, isSignedBy, listAnchors, signHead } from "./anchor";
import { appendAnchor } from "./anchor-file";
import { inSnapshot } from "./read-entries";
import { keepCheck } from "./verify-audit";
import { type ChainState, verifyChain } from "./verify-chain";

type Options = { database: Database; key: SigningKey; file: string; now: () => Date };
export type Anchored = { anchor: Anchor | null; state: ChainState };

/**
 * Signs the head of the chain and hands it out: to the file, and to the database. What was added since the last signed
 * head is verified before, and nothing that does not hold is signed. Null where nothing was added.
 */
export async function anchorHead({ database, key, file, now }: Options): Promise<Anchored> {
  const { state, before } = await inSnapshot(database.owner, async (client) => {
    const last = (await listAnchors(client)).filter((anchor) => isSignedBy(key, anchor)).at(-1) ?? null;
    return { before: last, state: await verifyChain(client, { key, anchors: [], from: last }) };
  });
  if (state.finding === null && state.entries === (before?.entries ?? 0)) return { anchor: null, state };
  await keepCheck(database, state, "system", now());
  if (state.finding !== null) return { anchor: null, state };
  const anchor = signHead(key, state.head, now());
  // The file first: where it cannot be written the next run tries again.
  await appendAnchor(file, anchor);
  await database.owner.query(
    "INSERT INTO app.audit_anchor (entries, hash, at, key, signature) VALUES ($1, decode($2, 'hex'), $3, $4, decode($5, 'base64'))",
    [anchor.entries, anchor.hash, anchor.at, anchor.key, anchor.signature],
  );
  return { anchor, state };
}
