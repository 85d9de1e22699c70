import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Gate } from "./gate";
import { largestEvent, type RawItem, readItems } from "./read-items";

async function* from(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
async function itemsOf(parts: readonly Buffer[], kind: "lines" | "batch" | "single" = "lines"): Promise<RawItem[]> {
  const items: RawItem[] = [];
  for await (const item of readItems(from(parts), kind, new Gate(1))) items.push(item);
  return items;
}

/** The bytes in pieces that end anywhere, in the middle of a letter too. */
function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const ends = [...new Set(at.map((one) => one % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}

describe("readItems", () => {
  it("gives the same lines however the body is cut", async () => {
    const line = fc.oneof(
      fc.json(),
      fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n]/g, "")),
      fc.constant("출석 😀"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat()), fc.boolean(), async (lines, at, ends) => {
        const text = lines.join("\n") + (ends ? "\n" : "");
        const whole = await itemsOf([Buffer.from(text)]);
        expect(await itemsOf(cut(Buffer.from(text), at))).toEqual(whole);
        expect(whole.map((item) => item.text)).toEqual(lines.map((one) => one.replace(/^\uFEFF/, "")).filter((one) => one.trim() !== ""));
      }),
    );
  });

  it("a line that is not UTF-8 is refused by itself, and its bytes are kept", async () => {
    const korean = Buffer.concat([Buffer.from('{"student":"'), Buffer.from([0xb1, 0xe8]), Buffer.from('"}')]); // CP949
    const body = Buffer.concat([Buffer.from('{"a":1}\n'), korean, Buffer.from('\n{"b":2}\n')]);
    for (const at of [[], [14], [9, 21]]) {
      expect(await itemsOf(cut(body, at))).toEqual([
        { text: '{"a":1}', value: { a: 1 }, broken: null },
        { text: `base64 ${korean.toString("base64")}`, value: undefined, broken: "utf-8" },
        { text: '{"b":2}', value: { b: 2 }, broken: null },
      ]);
    }
    await expect(itemsOf([korean], "single")).rejects.toMatchObject({ code: "bad-request", facts: { rule: "utf-8" } });
  });

  it("a byte order mark before the first line is no part of it", async () => {
    expect(await itemsOf([Buffer.from('\uFEFF{"a":1}\n')])).toMatchObject([{ value: { a: 1 }, broken: null }]);
  });

  it("a line without an end is given up at its limit, and the next is read", async () => {
    const long = Buffer.alloc(1_000_000, "x");
    const items = await itemsOf([long, long, Buffer.from("x\n{}\n")]);
    expect(items.map(({ broken, text }) => [broken, text.length])).toEqual([
      ["too-large", largestEvent],
      [null, 2],
    ]);
  });

  it("items nested as deep as a body can be are refused one by one", async () => {
    const deep = `${"[".repeat(2_000_000)}${"]".repeat(2_000_000)}`;
    const items = await itemsOf([Buffer.from(`[${deep},{"a":1}]`)], "batch");
    expect(items.map(({ broken }) => broken)).toEqual(["too-deep", null]);
  });

  it("of large bodies that are read whole no more are in memory than there are places; small ones pass", async () => {
    const gate = new Gate(1);
    const piece = Buffer.alloc(700_000, " ");
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    async function* slow() {
      yield piece;
      yield piece;
      await ended;
      yield Buffer.from("[]");
    }
    let others = 0;
    async function* other() {
      for (const part of [piece, piece, Buffer.from("[]")]) {
        others += 1;
        yield part;
      }
    }
    const read = async (body: AsyncIterable<Buffer>) => {
      for await (const item of readItems(body, "batch", gate)) throw new Error(`There is no item, but ${item.text}.`);
    };
    const first = read(slow());
    await new Promise(setImmediate);
    const second = read(other());
    await read(from([Buffer.from("[]")]));
    await new Promise(setImmediate);
    expect(others).toBe(2); // waits with what it has
    end();
    await Promise.all([first, second]);
    expect(others).toBe(3);
    await expect(read(from([piece, piece, Buffer.from("{")]))).rejects.toThrow(); // a body that fails leaves its place
    await read(from([piece, piece, Buffer.from("[]")]));
  });
});
