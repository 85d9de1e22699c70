import { gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { parse } from "./ask";
import { idPlace, line, type WrittenLine } from "./broken-event";

const kinds = ["application/x-ndjson", "application/cloudevents-batch+json", "application/cloudevents+json"] as const;
const packings = ["identity", "gzip", "zstd"] as const;
/** What befalls a body on its way; what it says of itself stays as it was. */
const damages = ["none", "none", "none", "torn", "flipped", "trailing", "unpacked", "half a letter"] as const;
/** How it is sent: with its length, in chunks, or cut off before it is complete. */
const framings = ["length", "length", "chunks", "cut"] as const;
const lineEnds = ["\n", "\r\n", "\n\n \n"] as const;

export type WrittenBody = {
  kind: (typeof kinds)[number];
  lines: WrittenLine[];
  lineEnd: (typeof lineEnds)[number];
  hasMark: boolean;
  packing: (typeof packings)[number];
  damage: (typeof damages)[number];
  framing: (typeof framings)[number];
  /** Where it is torn, flipped, cut and divided, in thousandths. */
  at: number;
};

export const body: fc.Arbitrary<WrittenBody> = fc.record({
  kind: fc.constantFrom(...kinds, kinds[0]),
  lines: fc.array(line, { minLength: 1, maxLength: 12 }),
  lineEnd: fc.constantFrom(...lineEnds),
  hasMark: fc.boolean(),
  packing: fc.constantFrom(...packings),
  damage: fc.constantFrom(...damages),
  framing: fc.constantFrom(...framings),
  at: fc.integer({ min: 1, max: 999 }),
});

/** A body with the ids of its events filled in, ready to be sent, and what is known of its answer beforehand. */
export type ReadyBody = {
  headers: Record<string, string>;
  parts: Buffer[];
  isCut: boolean;
  /** The items that a reader finds in it; null where that cannot be said, because it arrives damaged. */
  items: WrittenLine[] | null;
  /** Whether it can be read at all; null where nobody can tell. */
  isReadable: boolean | null;
};

export function readyBody({ kind, lines, lineEnd, hasMark, packing, damage, framing, at }: WrittenBody, nextId: () => string): ReadyBody {
  const named = lines.map((one) => ({ ...one, text: one.text.replaceAll(idPlace, nextId) }));
  const items = kind === "application/cloudevents+json" ? named.slice(0, 1) : named;
  const text = textOf(kind, items, lineEnd);
  const plain = Buffer.from(`${hasMark ? "\uFEFF" : ""}${text}`);
  const packed = packing === "gzip" ? gzipSync(plain) : packing === "zstd" ? zstdCompressSync(plain) : plain;
  const sent = damaged(packed, plain, damage, at);
  const isCut = framing === "cut";
  const isWhole = damage === "none" && !isCut;
  const isReadable = kind === "application/x-ndjson" || items.every(({ text: one }) => parse(one) !== undefined);
  return {
    headers: {
      "content-type": kind,
      ...(packing === "identity" ? {} : { "content-encoding": packing }),
      ...(framing === "chunks" ? {} : { "content-length": String(sent.length + (isCut ? 10_000 : 0)) }),
    },
    parts: divided(sent, framing, at),
    isCut,
    items: isWhole ? items : null,
    isReadable: isWhole ? isReadable : null,
  };
}

function textOf(kind: WrittenBody["kind"], items: readonly WrittenLine[], lineEnd: string): string {
  const texts = items.map(({ text }) => text);
  switch (kind) {
    case "application/x-ndjson":
      return texts.join(lineEnd);
    case "application/cloudevents-batch+json":
      return `[${texts.join(`,${lineEnd}`)}]`;
    case "application/cloudevents+json":
      return texts.join("");
  }
}

function damaged(packed: Buffer, plain: Buffer, damage: WrittenBody["damage"], at: number): Buffer {
  const place = Math.floor((packed.length * at) / 1_000);
  switch (damage) {
    case "none":
      return packed;
    case "torn":
      return packed.subarray(0, place);
    case "flipped": {
      const copy = Buffer.from(packed);
      copy.writeUInt8((copy.at(place) ?? 0) ^ 0x5a, Math.min(place, copy.length - 1));
      return copy;
    }
    case "trailing":
      return Buffer.concat([packed, Buffer.from([0, 255, 10, 123])]);
    case "unpacked":
      return plain;
    case "half a letter":
      return Buffer.concat([packed.subarray(0, place), Buffer.from([0xed, 0x95]), packed.subarray(place)]);
  }
}

function divided(bytes: Buffer, framing: WrittenBody["framing"], at: number): Buffer[] {
  if (framing === "length") return [bytes];
  const place = Math.floor((bytes.length * at) / 1_000);
  return [bytes.subarray(0, place), bytes.subarray(place)].filter(({ length }) => length > 0);
}
