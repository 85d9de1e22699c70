import { Readable } from "node:stream";
import { constants, createGunzip, createZstdDecompress } from "node:zlib";
import { entrySource, reservedError } from "@/lib/contracts/own-source";
import { arrived } from "@/lib/contracts/too-far-ahead";
import { type CampusEvent, type ItemError, validate } from "@/lib/contracts/validate";
import type { AppendResult, LogWriter } from "@/lib/event-log/event-log";
import { Appender } from "@/lib/event-log/postgres/appender";
import type { Database } from "@/lib/platform/database";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import { wallClock } from "@/lib/platform/tracing/wall-clock";
import type { Vault } from "@/lib/privacy/vault";
import { Gate } from "./gate";
import { quarantine, type Rejected } from "./quarantine/keep";
import type { Mend } from "./quarantine/mend";
import { foresee, offer } from "./quarantine/outcome";
import type { QuarantineFilter } from "./quarantine/quarantine-filter";
import { previewItems, replayItem, replayItems } from "./quarantine/replay";
import type { Outcome, Replayed } from "./quarantine/shapes";
import { type Broken, bodyKindOf, largestEvent, type RawItem, readItems } from "./read-items";
import { type Answer, Receipt } from "./receipt";
import { toLogEntries } from "./to-log-entries";

export type BodyHead = { contentType: string | undefined; contentEncoding: string | undefined; keyId: string | null };

/** Items that are checked and appended together: so many, or so many characters. */
const unitSize = 1_000;
const unitCharacters = 1024 * 1024;
const unitsAtOnce = 3;
/** Units in work over all requests. Past that no request reads on: TCP makes the senders wait, and memory stays bounded. */
const unitsInWork = 40;
const largeBodiesAtOnce = 8;

/** A zstd frame says itself how much memory its decoder takes: 2 to this at most, 8 MiB. */
const largestWindow = 23;

type Checked = { index: number; id: string | null; event: CampusEvent; text: string };

/** The receive pipeline: read, validate, pseudonymise, append; what is rejected is quarantined. */
export class Ingest {
  private readonly gate = new Gate(unitsInWork);
  private readonly largeBodies = new Gate(largeBodiesAtOnce);
  private readonly replays = new Gate(1);

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly log: LogWriter = new Appender(database, vault.identityKey),
    private readonly now: () => Date = () => new Date(),
  ) {}

  /**
   * Takes a body of events. Resolves when every accepted event is durable and every rejected one is kept.
   * Throws bad-request, too-large, unsupported-media-type or too-many-requests; then what had been taken
   * before stays (the fact `taken` counts it), and sending the body again does no harm (LOG-1).
   */
  async receive(body: AsyncIterable<Buffer>, head: BodyHead): Promise<Answer> {
    const kind = bodyKindOf(head.contentType);
    const decoded = decode(body, head.contentEncoding);
    this.log.refuseWhenFull();
    const receipt = new Receipt();
    const running = new Set<Promise<void>>();
    try {
      await this.takeAll(readItems(decoded, kind, this.largeBodies), head.keyId, receipt, running);
    } catch (error) {
      await Promise.all(running);
      if (!isBellwetherError(error)) throw error;
      throw new BellwetherError(error.code, error.message, { ...error.facts, taken: receipt.taken }, { cause: error });
    }
    return receipt.answer();
  }

  private async takeAll(items: AsyncIterable<RawItem>, keyId: string | null, receipt: Receipt, running: Set<Promise<void>>): Promise<void> {
    let failure: { error: unknown } | null = null;
    let unit: RawItem[] = [];
    let characters = 0;
    let index = 0;
    const start = async () => {
      const taken = unit;
      const from = index - taken.length;
      unit = [];
      characters = 0;
      await this.gate.enter();
      const work: Promise<void> = this.take(taken, from, keyId, receipt)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => {
          running.delete(work);
          this.gate.leave();
        });
      running.add(work);
    };
    for await (const item of items) {
      unit.push(item);
      characters += item.text.length;
      index += 1;
      if (unit.length < unitSize && characters < unitCharacters) continue;
      await start();
      if (running.size >= unitsAtOnce) await Promise.race(running);
      if (failure !== null) break;
    }
    if (unit.length > 0 && failure === null) await start();
    await Promise.all(running);
    if (failure !== null) throw (failure as { error: unknown }).error;
  }

  /** Takes events of our own making (simulator, corrections from the screen) the way a client's are taken. */
  async submit(events: readonly unknown[], keyId: string | null = null): Promise<Answer> {
    const receipt = new Receipt();
    for (let from = 0; from < events.length; from += unitSize) {
      const items = events.slice(from, from + unitSize).map((value) => ({ text: JSON.stringify(value), value, broken: null }));
      await this.take(items, from, keyId, receipt);
    }
    return receipt.answer();
  }

  /** Offers quarantined items again, after their contract or the data was mended. */
  replay(filter: QuarantineFilter, actor = "system", limit = Number.MAX_SAFE_INTEGER): Promise<Replayed> {
    return this.alone(() => replayItems(this.database, this.vault, filter, { actor, limit, offer: (bodies) => this.offer(bodies) }));
  }

  /** What a replay would come to now; nothing is changed. */
  previewReplay(filter: QuarantineFilter, limit: number): Promise<Replayed> {
    const ask = (bodies: readonly string[]) => foresee(this.database, this.vault.identityKey, bodies, this.now());
    return previewItems(this.database, this.vault, filter, { limit, offer: ask });
  }

  /** Offers one of them, mended. */
  replayItem(id: string, mend: Mend, actor: string): Promise<Outcome> {
    return this.alone(() => replayItem(this.database, this.vault, id, { actor, mend, offer: (bodies) => this.offer(bodies) }));
  }

  private offer(bodies: readonly string[]): Promise<Outcome[]> {
    return offer(bodies, (events) => this.append(events), this.now());
  }

  /** A replay holds a connection while the log needs others: one at a time, so that they cannot all be held. */
  private async alone<T>(run: () => Promise<T>): Promise<T> {
    await this.replays.enter();
    return run().finally(() => this.replays.leave());
  }

  private async take(items: readonly RawItem[], from: number, keyId: string | null, receipt: Receipt): Promise<void> {
    const began = wallClock();
    const checked: Checked[] = [];
    const rejected: Rejected[] = [];
    const reject = (index: number, id: string | null, text: string, errors: ItemError[], source: unknown = null) => {
      receipt.note({ index, id, status: "rejected", errors });
      // Whoever enters something on a screen is answered there, and nobody else could mend it.
      if (keyId !== null || source !== entrySource) rejected.push({ body: text, errors, keyId });
    };
    for (const [position, item] of items.entries()) {
      const index = from + position;
      if (item.broken !== null) {
        reject(index, null, item.text, [brokenError(item.broken)]);
        continue;
      }
      const valid = validate(item.value);
      if (valid.ok && keyId !== null && valid.event.source === entrySource) {
        reject(index, valid.event.id, item.text, [reservedError]);
        continue;
      }
      // An entry is written down after what it corrects, whenever that says that it was.
      const result = valid.ok && valid.event.source === entrySource ? valid : arrived(valid, this.now());
      if (result.ok) checked.push({ index, id: result.event.id, event: result.event, text: item.text });
      else reject(index, idOf(item.value), item.text, result.errors, propertyOf(item.value, "source"));
    }
    const results = await this.append(
      checked.map((one) => one.event),
      keyId,
      began,
    );
    for (const [position, one] of checked.entries()) {
      const result = results[position];
      if (result === "accepted") receipt.accept();
      else if (result === "duplicate") receipt.note({ index: one.index, id: one.id, status: "duplicate" });
      else reject(one.index, one.id, one.text, [conflictError(one)], one.event.source);
    }
    await quarantine(this.database, this.vault, rejected);
  }

  private async append(events: readonly CampusEvent[], keyId: string | null = null, began = wallClock()): Promise<AppendResult[]> {
    return this.log.append(await toLogEntries(events, this.vault, keyId), began);
  }
}

const brokenMessages: Record<Broken, string> = {
  json: "is not JSON",
  "too-large": `an event may have ${largestEvent} characters`,
  "too-deep": "is nested too deeply",
  "utf-8": "is not UTF-8",
};
const brokenError = (rule: Broken): ItemError => ({ path: "", rule, message: brokenMessages[rule] });

function conflictError(one: Checked): ItemError {
  return { path: "id", rule: "id-conflict", found: one.id, message: "this source and id were used for another event" };
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : null;

function idOf(value: unknown): string | null {
  const id = propertyOf(value, "id");
  return typeof id === "string" ? id.slice(0, 200) : null;
}

function decode(body: AsyncIterable<Buffer>, encoding: string | undefined): AsyncIterable<Buffer> {
  const name = (encoding ?? "identity").trim().toLowerCase();
  if (name === "identity" || name === "") return body;
  if (name === "gzip" || name === "zstd") return decompress(body, name);
  throw new BellwetherError("unsupported-media-type", "Content-Encoding must be gzip or zstd.", {
    field: "Content-Encoding",
    rule: "content-encoding",
    found: encoding ?? null,
  });
}

async function* decompress(body: AsyncIterable<Buffer>, name: "gzip" | "zstd"): AsyncGenerator<Buffer> {
  const source = Readable.from(body);
  const decoder = name === "gzip" ? createGunzip() : createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: largestWindow } });
  source.on("error", (error) => decoder.destroy(error));
  try {
    for await (const chunk of source.pipe(decoder)) yield chunk;
  } catch (cause) {
    if (isBellwetherError(cause)) throw cause; // of the body itself: the sender went away
    throw new BellwetherError("bad-request", `The body is not ${name}.`, { field: "body", rule: name }, { cause });
  } finally {
    source.destroy();
    decoder.destroy();
  }
}
