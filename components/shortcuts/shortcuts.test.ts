import { describe, expect, it } from "vitest";
import { latinKey, type Pressed, press, shortcutsFor } from "./shortcuts";

const shortcuts = shortcutsFor(["overview", "sections", "unheard-of"]);

/** Presses keys a second apart, or as far apart as said. */
function type(keys: string, apart = 1_000): (string | null)[] {
  let pressed: Pressed = null;
  return [...keys].map((key, index) => {
    const next = press(shortcuts, pressed, key, index * apart);
    pressed = next.pressed;
    return next.action;
  });
}

describe("shortcuts", () => {
  it("one key, or two one after the other", () => {
    expect(type("?/t[]")).toEqual(["help", "search", "term", "previous-week", "next-week"]);
    expect(type("gogs")).toEqual([null, "room:overview", null, "room:sections"]);
    expect(type("ggo")).toEqual([null, null, "room:overview"]);
  });

  it("a first key is forgotten after a while, or after another", () => {
    expect(type("go", 2_000)).toEqual([null, null]);
    expect(type("gxo")).toEqual([null, null, null]);
    expect(type("gt")).toEqual([null, "term"]);
  });

  it("no two begin alike, and rooms without a key have none", () => {
    const all = shortcutsFor(["overview", "sections", "students", "data", "reports", "admin"]);
    const spelled = all.map(({ keys }) => keys.join(" "));
    expect(new Set(spelled).size).toBe(spelled.length);
    const singles = all.filter(({ keys }) => keys.length === 1).map(({ keys }) => keys[0]);
    expect(all.filter(({ keys }) => keys.length === 2 && singles.includes(keys[0]))).toEqual([]);
    expect(shortcuts.some(({ action }) => action === "room:unheard-of")).toBe(false);
  });

  it("keys mean the same under a Hangul layout", () => {
    expect(latinKey({ key: "ㅎ", code: "KeyG", shiftKey: false })).toBe("g");
    expect(latinKey({ key: "?", code: "Slash", shiftKey: true })).toBe("?");
    expect(latinKey({ key: "Process", code: "BracketLeft", shiftKey: false })).toBe("[");
    expect(latinKey({ key: "Escape", code: "Escape", shiftKey: false })).toBe("Escape");
  });
});
