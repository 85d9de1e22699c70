import { describe, expect, it } from "vitest";
import { framePicture, wrap } from "./frame-picture";
import { longColour, type Palette } from "./palette";
import { mix } from "./picture";
import { fileNameOf } from "./save";

const perCharacter = (text: string) => text.length * 10;
const palette: Palette = {
  surface: "#ffffff",
  sunken: "#eeeeee",
  line: "#dddddd",
  edge: "#777777",
  ink: "#111111",
  "ink-soft": "#444444",
  series: "#0000ff",
  "series-before": "#888888",
  heat: "#0000ff",
};

describe("pictures", () => {
  it("holds title, legend and facts as text, escaped, and grows with its lines", () => {
    const facts = [
      { name: "Scope", text: "Arts & <Crafts>" },
      { name: "Through", text: "x".repeat(100) },
    ];
    const picture = { width: 300, height: 150, body: "<g/>", legend: [{ text: "Spring", stroke: "#0000ff" }] };
    const svg = framePicture(picture, { title: 'The "rate"', facts, language: "en" }, palette, perCharacter);
    expect(svg).toContain("The &quot;rate&quot;");
    expect(svg).toContain("Scope: Arts &amp; &lt;Crafts&gt;");
    expect(svg).toContain(">Spring</text>");
    expect(svg).not.toMatch(/var\(|class=|undefined|NaN/);
    const height = (text: string) => Number(/height="(\d+)"/.exec(text)?.[1]);
    const short = framePicture(picture, { title: "T", facts: [], language: "en" }, palette, perCharacter);
    // One line for the scope, one for the other's name, three for 100 characters of which 42 fit.
    expect(height(svg) - height(short)).toBe(5 * 16);
  });

  it("breaks lines between words, and a word that is too long inside", () => {
    expect(wrap("aa bb cc", 50, perCharacter)).toEqual(["aa bb", "cc"]);
    expect(wrap("abcdefgh i", 30, perCharacter)).toEqual(["abc", "def", "gh", "i"]);
    expect(wrap("", 30, perCharacter)).toEqual([""]);
  });

  it("mixes colours as the page does", () => {
    expect(mix("#000000", "#ffffff", 0.25)).toBe("#bfbfbf");
    expect(mix("#123456", "#ffffff", 1)).toBe("#123456");
    expect(longColour("#fa0")).toBe("#ffaa00");
  });

  it("names files by letters and digits of any script", () => {
    expect(fileNameOf("출석률: 주별", "A/B", "", "2026-1")).toBe("출석률-주별_A-B_2026-1");
  });
});
