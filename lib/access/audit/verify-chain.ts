import type { PoolClient } from "pg";
import type { SigningKey } from "@/lib/privacy/signing";
import { type Anchor, type Head, isSignedBy } from "./anchor";
import { beforeFirst, hashOf, type StoredEntry } from "./canonical";
import type { Finding } from "./finding";
import { readEntries } from "./read-entries";

/**
 * `entries`: through which entry it holds · `head`: of the hash there · `anchors`: signed heads that it agrees with · `signed`:
 * the last entry of those. Of what lies after it a removal from the end, with the head that the database keeps, is not found.
 */
export type ChainState = { entries: number; head: Head; anchors: number; signed: number; finding: Finding | null };

type Asked = {
  anchors: readonly Anchor[];
  key: Pick<SigningKey, "verify">;
  /** Begins after this head, which is taken as right; the entry there must still have its hash. */
  from?: Head | null;
};

/**
 * Reads the chain and finds the first entry that is wrong. To be called in one snapshot (inSnapshot). It trusts nothing
 * in the database: hashes are computed here, and what a rewritten chain would hide is told by signed heads.
 */
export async function verifyChain(client: PoolClient, { anchors, key, from = null }: Asked): Promise<ChainState> {
  const forged = anchors.find((anchor) => !isSignedBy(key, anchor));
  const walk = new Walk(
    anchors.filter((anchor) => isSignedBy(key, anchor)),
    from,
  );
  if (from !== null) walk.begin(await hashAt(client, from.entries));
  if (walk.finding === null) {
    for await (const entry of readEntries(client, from?.entries ?? null)) if (!walk.take(entry)) break;
  }
  if (walk.finding === null) walk.end(await readHead(client));
  if (walk.finding === null && forged !== undefined) walk.finding = { entry: forged.entries, how: "anchor", anchoredAt: forged.at };
  return walk.state;
}

class Walk {
  finding: Finding | null = null;
  private last: StoredEntry | null = null;
  private agreed = 0;
  private agreedThrough = 0;
  private readonly waiting: Anchor[];

  constructor(
    anchors: readonly Anchor[],
    private readonly from: Head | null,
  ) {
    this.waiting = [...anchors].sort((a, b) => a.entries - b.entries).filter((anchor) => anchor.entries >= (from?.entries ?? 0));
    this.agreedThrough = from?.entries ?? 0;
    this.compare(this.count, this.hash.toString("hex"));
  }

  get state(): ChainState {
    const { finding, count } = this;
    const head = { entries: count, hash: this.hash.toString("hex") };
    return {
      entries: finding === null || finding.how === "anchor" ? count : finding.entry - 1,
      head,
      anchors: this.agreed,
      signed: this.agreedThrough,
      finding,
    };
  }

  /** The entry that it goes on from is still the one that it was. */
  begin(hash: string | null): void {
    const { from } = this;
    if (from === null || from.entries === 0 || hash === from.hash) return;
    this.finding = { entry: from.entries, how: hash === null ? "missing" : "replaced" };
  }

  /** False: it is wrong, or shows that the one before it is. */
  take(entry: StoredEntry): boolean {
    this.finding = this.wrongWith(entry);
    if (this.finding !== null) return false;
    this.last = entry;
    this.compare(entry.id, entry.hash.toString("hex"));
    return this.finding === null;
  }

  end(head: Head): void {
    const anchored = this.waiting.at(-1);
    if (head.entries > this.count) this.finding = { entry: this.count + 1, how: "missing", until: head.entries };
    else if (anchored !== undefined)
      this.finding = { entry: this.count + 1, how: "missing", until: anchored.entries, anchoredAt: anchored.at };
    else if (head.entries < this.count) this.finding = { entry: head.entries + 1, how: "beyond", until: this.count };
    else if (head.hash !== this.hash.toString("hex")) this.finding = { entry: this.count, how: "replaced" };
  }

  private get count(): number {
    return this.last?.id ?? this.from?.entries ?? 0;
  }

  private get hash(): Buffer {
    return this.last?.hash ?? (this.from === null ? beforeFirst : Buffer.from(this.from.hash, "hex"));
  }

  private wrongWith(entry: StoredEntry): Finding | null {
    const expected = this.count + 1;
    if (entry.id > expected) return { entry: expected, how: "missing", ...(entry.id > expected + 1 ? { until: entry.id - 1 } : {}) };
    if (entry.id < expected) return { entry: entry.id, how: "inserted" };
    const { last } = this;
    const isWhole = hashOf(entry).equals(entry.hash);
    if (!entry.previous.equals(this.hash)) {
      if (last !== null && entry.previous.equals(last.previous)) return { entry: last.id, how: "inserted" };
      return isWhole && this.count > 0 ? { entry: this.count, how: "replaced" } : { entry: entry.id, how: "changed" };
    }
    return isWhole ? null : { entry: entry.id, how: "changed" };
  }

  /** Holds what signed heads say of so many entries against what is there. */
  private compare(entries: number, hash: string): void {
    for (let anchor = this.waiting[0]; anchor !== undefined && anchor.entries <= entries; anchor = this.waiting[0]) {
      this.waiting.shift();
      if (anchor.entries < entries || anchor.hash === hash) {
        this.agreed += 1;
        this.agreedThrough = anchor.entries;
        continue;
      }
      this.finding = { entry: this.agreedThrough + 1, how: "rewritten", until: anchor.entries, anchoredAt: anchor.at };
      return;
    }
  }
}

async function hashAt(client: PoolClient, id: number): Promise<string | null> {
  const found = await client.query<{ hash: string }>("SELECT encode(hash, 'hex') AS hash FROM app.audit WHERE id = $1", [id]);
  return found.rows[0]?.hash ?? null;
}

async function readHead(client: PoolClient): Promise<Head> {
  const found = await client.query<{ entries: string; hash: string }>("SELECT entries, encode(hash, 'hex') AS hash FROM app.audit_head");
  const [row] = found.rows;
  // Without its row nothing is said of what was: all that is there is more than it knows.
  return row === undefined ? { entries: 0, hash: beforeFirst.toString("hex") } : { entries: Number(row.entries), hash: row.hash };
}
