import { isTooDeep } from "@/lib/contracts/validate";
import { BellwetherError } from "@/lib/platform/errors";
import type { Gate } from "./gate";

/** One item of a body: its text, and what it says where it is JSON. */
export type RawItem = { text: string; value: unknown; broken: Broken | null };
export type Broken = "json" | "too-large" | "too-deep" | "utf-8";

export const mediaTypes = {
  "application/cloudevents+json": "single",
  "application/cloudevents-batch+json": "batch",
  "application/x-ndjson": "lines",
} as const;
export type BodyKind = (typeof mediaTypes)[keyof typeof mediaTypes];

/** Limits of one event and of bodies that must be read whole. */
export const largestEvent = 64 * 1024;
const largestWholeBody = 16 * 1024 * 1024;
const mostWholeItems = 100_000;
/** Bytes from which on a body that is read whole is one of the few that may be in memory. */
const largeBody = 1024 * 1024;

/** Tells the body's kind by its media type; throws unsupported-media-type. */
export function bodyKindOf(contentType: string | undefined): BodyKind {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const kind = Object.entries(mediaTypes).find(([known]) => known === type)?.[1];
  if (kind !== undefined) return kind;
  throw new BellwetherError("unsupported-media-type", `Content-Type must be one of ${Object.keys(mediaTypes).join(", ")}.`, {
    field: "Content-Type",
    rule: "media-type",
    found: contentType ?? null,
  });
}

/** Reads a body's items as they arrive. Lines are streamed; the other kinds are read whole, up to a limit, and large ones wait for a place. */
export async function* readItems(body: AsyncIterable<Buffer>, kind: BodyKind, large: Gate): AsyncGenerator<RawItem> {
  if (kind === "lines") {
    yield* readLines(body);
    return;
  }
  const place = new Place(large);
  try {
    yield* wholeItems(await readWhole(body, place), kind);
  } finally {
    place.leave();
  }
}

/** A place among the bodies that sit in memory: bytes, text and value of each are there at once. */
class Place {
  private held = false;
  constructor(private readonly gate: Gate) {}

  async take(): Promise<void> {
    if (this.held) return;
    await this.gate.enter();
    this.held = true;
  }

  leave(): void {
    if (this.held) this.gate.leave();
    this.held = false;
  }
}

function* wholeItems(text: string, kind: "single" | "batch"): Generator<RawItem> {
  const value = parseJson(text);
  if (value === undefined) throw new BellwetherError("bad-request", "The body is not JSON.", { field: "body", rule: "json" });
  if (kind === "single") {
    yield itemOf(text, value);
    return;
  }
  if (!Array.isArray(value)) {
    throw new BellwetherError("bad-request", "The body must be an array of events.", { field: "body", rule: "type" });
  }
  if (value.length > mostWholeItems) {
    throw new BellwetherError("too-large", `An array may have ${mostWholeItems} events; send more as application/x-ndjson.`, {
      field: "body",
      rule: "max",
      limit: mostWholeItems,
      found: value.length,
    });
  }
  for (const one of value) yield isTooDeep(one) ? tooDeep : itemOf(JSON.stringify(one), one);
}

/** An item of a batch that cannot be written down again: its text would be as deep. */
const tooDeep: RawItem = { text: "an item nested too deeply to be kept", value: undefined, broken: "too-deep" };
const itemOf = (text: string, value: unknown): RawItem => ({ text, value, broken: text.length > largestEvent ? "too-large" : null });

async function readWhole(body: AsyncIterable<Buffer>, place: Place): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestWholeBody) {
      throw new BellwetherError("too-large", `A body of this kind may have ${largestWholeBody} bytes; send more as application/x-ndjson.`, {
        field: "body",
        rule: "max",
        limit: largestWholeBody,
      });
    }
    if (size > largeBody) await place.take();
    chunks.push(chunk);
  }
  const text = decodeUtf8(Buffer.concat(chunks));
  if (text === null) throw new BellwetherError("bad-request", "The body is not UTF-8.", { field: "body", rule: "utf-8" });
  return text;
}

const lineFeed = 0x0a;
/** UTF-8 has at most three bytes for what JavaScript counts as one character. */
const longestLine = 3 * largestEvent;

async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<RawItem> {
  let rest: Buffer = Buffer.alloc(0);
  /** The line at hand is past its limit: its end is waited for, but not kept. */
  let skipping = false;
  for await (const chunk of body) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (skipping) {
      const end = bytes.indexOf(lineFeed);
      skipping = end < 0;
      bytes = skipping ? bytes.subarray(bytes.length) : bytes.subarray(end + 1);
    }
    const end = bytes.lastIndexOf(lineFeed) + 1;
    yield* linesOf(bytes.subarray(0, end));
    rest = bytes.subarray(end);
    if (rest.length > longestLine) {
      yield { text: rest.toString("utf8", 0, largestEvent), value: undefined, broken: "too-large" };
      skipping = true;
      rest = Buffer.alloc(0);
    }
  }
  if (!skipping) yield* linesOf(rest);
}

/** Whole lines. Decoded together, and one by one only where one of them is not UTF-8. */
function* linesOf(bytes: Buffer): Generator<RawItem> {
  const together = decodeUtf8(bytes);
  if (together !== null) {
    for (const line of together.split("\n")) yield* lineItem(line);
    return;
  }
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(lineFeed, from);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(from, end);
    const text = decodeUtf8(line);
    // What is kept must not become an event with other letters when it is offered again.
    if (text === null) yield { text: `base64 ${line.toString("base64")}`, value: undefined, broken: "utf-8" };
    else yield* lineItem(text);
    from = end + 1;
  }
}

/** Null where it is not UTF-8. A byte order mark at the start is left out. */
function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null; // the caller says what is not
  }
}

function* lineItem(line: string): Generator<RawItem> {
  if (line.trim() === "") return;
  const value = line.length > largestEvent ? undefined : parseJson(line);
  yield { text: line, value, broken: line.length > largestEvent ? "too-large" : value === undefined ? "json" : null };
}

/** What the text says; undefined where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller says which item it was
  }
}
