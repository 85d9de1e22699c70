import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/platform/database";
import type { SigningKey } from "@/lib/privacy/signing";
import { type Anchor, listAnchors } from "./anchor";
import { inSnapshot } from "./read-entries";
import { type ChainState, verifyChain } from "./verify-chain";

type Options = {
  database: Database;
  key: SigningKey;
  /** user:<id>, system. */
  actor: string;
  now: () => Date;
  /** Heads from elsewhere, besides those that the database keeps. */
  anchors?: readonly Anchor[];
};

/** Verifies the whole chain against all signed heads that are known, and keeps what came of it. */
export async function verifyAudit({ database, key, actor, now, anchors = [] }: Options): Promise<ChainState> {
  const state = await inSnapshot(database.owner, async (client) =>
    verifyChain(client, { key, anchors: [...(await listAnchors(client)), ...anchors] }),
  );
  await keepCheck(database, state, actor, now());
  return state;
}

export async function keepCheck(database: Database, { entries, anchors, finding }: ChainState, actor: string, at: Date): Promise<void> {
  await database.owner.query(
    "INSERT INTO app.audit_check (id, at, actor, entries, anchors, finding) VALUES ($1, $2, $3, $4, $5, $6::jsonb)",
    [randomUUID(), at, actor, entries, anchors, finding === null ? null : JSON.stringify(finding)],
  );
}
