import { createHmac, type KeyObject } from "node:crypto";

/** What tells an event for ever, and its content in one spelling; both as keyed hashes (docs/adr/0011). */
export type Identified = { key: string; content: string };
/** An event before pseudonyms, as far as it is told by. */
export type Identifiable = { source: string; id: string; canonical: string };

export function identify(identityKey: KeyObject, entry: Identifiable): Identified {
  return { key: keyOf(identityKey, entry), content: hash128(identityKey, entry.canonical) };
}

export const keyOf = (identityKey: KeyObject, { source, id }: Pick<Identifiable, "source" | "id">): string =>
  hash128(identityKey, `${source}\u0000${id}`);

/** 128 bits of a keyed hash, spelled as a uuid. */
function hash128(key: KeyObject, text: string): string {
  const hex = createHmac("sha256", key).update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
