import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { PoolClient } from "pg";

/** As many statements as one connection holds parsed and planned, some tens of kilobytes each. */
const mostHeld = 300;

const names = new LRUCache<string, string>({ max: 2_000 });
const held = new WeakMap<PoolClient, Set<string>>();

/**
 * The name under which a connection keeps a statement, parsed and planned, from its first use on: planning takes
 * longer than many a read. Statements are compiled from few definitions, and ids are parameters; what a request asks
 * for still makes their number, so that it is bounded (`isFull`).
 */
export function statementName(client: PoolClient, text: string): string {
  const name = names.get(text) ?? createHash("sha256").update(text).digest("base64url");
  names.set(text, name);
  const mine = held.get(client) ?? new Set();
  held.set(client, mine.add(name));
  return name;
}

/** The connection holds as much as it may: it is given up, and another takes its place. */
export const isFull = (client: PoolClient): boolean => (held.get(client)?.size ?? 0) >= mostHeld;
