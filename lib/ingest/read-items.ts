import { StringDecoder } from "node:string_decoder";
import { BellwetherError } from "@/lib/platform/errors";

/** One item of a body: its text, and what it says where it is JSON. */
export type RawItem = { text: string; value: unknown; broken: "json" | "too-large" | null };

export const mediaTypes = {
  "application/cloudevents+json": "single",
  "application/cloudevents-batch+json": "batch",
  "application/x-ndjson": "lines",
} as const;
export type BodyKind = (typeof mediaTypes)[keyof typeof mediaTypes];

/** Limits of one event and of bodies that must be read whole. */
export const largestEvent = 64 * 1024;
const largestWholeBody = 16 * 1024 * 1024;

/** Tells the body's kind by its media type; throws unsupported-media-type. */
export function bodyKindOf(contentType: string | undefined): BodyKind {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const kind = Object.entries(mediaTypes).find(([known]) => known === type)?.[1];
  if (kind !== undefined) return kind;
  throw new BellwetherError("unsupported-media-type", `Content-Type must be one of ${Object.keys(mediaTypes).join(", ")}.`, {
    field: "Content-Type",
    found: contentType ?? null,
  });
}

/** Reads a body's items as they arrive. Lines are streamed; the other kinds are read whole, up to a limit. */
export async function* readItems(body: AsyncIterable<Buffer>, kind: BodyKind): AsyncGenerator<RawItem> {
  if (kind === "lines") {
    yield* readLines(body);
    return;
  }
  const text = await readWhole(body);
  const value = parseJson(text);
  if (value === undefined) throw new BellwetherError("bad-request", "The body is not JSON.", { field: "body", rule: "json" });
  if (kind === "single") {
    yield itemOf(text, value);
    return;
  }
  if (!Array.isArray(value)) {
    throw new BellwetherError("bad-request", "The body must be an array of events.", { field: "body", rule: "type" });
  }
  for (const one of value) yield itemOf(JSON.stringify(one), one);
}

const itemOf = (text: string, value: unknown): RawItem => ({ text, value, broken: text.length > largestEvent ? "too-large" : null });

async function readWhole(body: AsyncIterable<Buffer>): Promise<string> {
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
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BellwetherError("bad-request", "The body is not UTF-8.", { field: "body", rule: "utf-8" });
  }
}

async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<RawItem> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  /** The line at hand is past its limit: its end is waited for, but not kept. */
  let skipping = false;
  for await (const chunk of body) {
    const lines = (rest + decoder.write(chunk)).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!skipping) yield* lineItem(line);
      skipping = false;
    }
    if (rest.length > largestEvent) {
      if (!skipping) yield { text: rest.slice(0, largestEvent), value: undefined, broken: "too-large" };
      skipping = true;
      rest = "";
    }
  }
  const last = rest + decoder.end();
  if (!skipping) yield* lineItem(last);
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
