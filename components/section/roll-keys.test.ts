import { expect, it } from "vitest";
import { rollKey } from "./roll-keys";

const press = (key: string, code = `Key${key.toUpperCase()}`, more = {}) =>
  rollKey({ key, code, ctrlKey: false, metaKey: false, altKey: false, ...more });

it.each([
  ["p", "KeyP", { kind: "mark", mark: "present" }],
  ["L", "KeyL", { kind: "mark", mark: "late" }],
  ["a", "KeyQ", { kind: "mark", mark: "absent" }], // another layout: the letter counts
  ["ㅁ", "KeyA", { kind: "mark", mark: "absent" }], // Hangul: the place counts
  ["ㄷ", "KeyE", { kind: "mark", mark: "excused" }],
  ["q", "KeyA", null],
  ["ArrowDown", "ArrowDown", { kind: "move", by: 1 }],
  ["ArrowUp", "ArrowUp", { kind: "move", by: -1 }],
  ["ArrowLeft", "ArrowLeft", null], // between the marks of a row, as in any group of choices
  ["Home", "Home", { kind: "end", at: "first" }],
  ["End", "End", { kind: "end", at: "last" }],
  ["Tab", "Tab", null],
  ["Enter", "Enter", null],
] as const)("the key %s (%s) on a row of the roll", (key, code, does) => {
  expect(press(key, code)).toEqual(does);
});

it("a shortcut of the browser stays one", () => {
  for (const modifier of ["ctrlKey", "metaKey", "altKey"]) expect(press("a", "KeyA", { [modifier]: true })).toBeNull();
});
