import { describe, expect, it } from "vitest";
import { RowSpace } from "./row-space";

const sum = (text: string) => new Map(text.split(" ").map((term) => [term.slice(1), term.startsWith("-") ? -1 : 1]));

describe("RowSpace", () => {
  it("finds what follows by subtraction, and nothing else", () => {
    const known = new RowSpace();
    known.add(sum("+a +b +c"));
    known.add(sum("+b"));
    expect(known.has(sum("+a +c"))).toBe(true);
    expect(known.has(sum("+a"))).toBe(false);
    known.add(sum("+c +d"));
    known.add(sum("+a -d"));
    expect(known.rank).toBe(3);
    known.add(sum("+d"));
    for (const one of ["+a", "+b", "+c", "+d", "+a -b"]) expect(known.has(sum(one)), one).toBe(true);
    expect(known.has(sum("+e"))).toBe(false);
  });
});
