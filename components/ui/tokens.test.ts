import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("app/tokens.css", "utf8");

function tokensOf(selector: ":root" | ".dark"): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? "", value ?? ""]));
}

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const text = 4.5;
const shape = 3;
const pairs: [string, string, number][] = [
  ...["ground", "surface", "sunken"].flatMap((under): [string, string, number][] => [
    ["ink", under, text],
    ["ink-soft", under, text],
    ["accent", under, text],
  ]),
  ["good", "surface", text],
  ["bad", "surface", text],
  ["bad", "bad-soft", text],
  ["ink", "bad-soft", text],
  ["warn", "warn-soft", text],
  ["accent", "accent-soft", text],
  ["ink", "accent-soft", text],
  ["ink-soft", "accent-soft", text],
  ["on-accent", "accent", text],
  ["edge", "surface", shape],
  ["series", "surface", shape],
  ["series-before", "surface", shape],
];

describe.each([":root", ".dark"] as const)("design tokens of %s", (selector) => {
  const tokens = tokensOf(selector);

  it.each(pairs)("%s on %s can be told apart", (front, under, least) => {
    const [one, other] = [tokens.get(front), tokens.get(under)];
    if (one === undefined || other === undefined) throw new Error(`${front} or ${under} is no token`);
    expect(contrast(one, other)).toBeGreaterThanOrEqual(least);
  });

  it("keeps text readable on the deepest shade of the heat map", () => {
    const mix = (front: string, under: string, share: number) =>
      `#${[1, 3, 5]
        .map((at) => [front, under].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16)))
        .map(([a = 0, b = 0]) => Math.round(a * share + b * (1 - share)))
        .map((part) => part.toString(16).padStart(2, "0"))
        .join("")}`;
    const deepest = mix(tokens.get("heat") ?? "", tokens.get("surface") ?? "", 0.45);
    expect(contrast(tokens.get("ink") ?? "", deepest)).toBeGreaterThanOrEqual(text);
  });

  it("has the same names in both themes", () => {
    expect([...tokens.keys()].sort()).toEqual([...tokensOf(":root").keys()].sort());
  });
});
