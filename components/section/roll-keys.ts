import type { Mark } from "./fetch-section";

export type RollKey = { kind: "mark"; mark: Mark } | { kind: "move"; by: 1 | -1 } | { kind: "end"; at: "first" | "last" };

const marks: Readonly<Record<string, Mark>> = { p: "present", l: "late", a: "absent", e: "excused" };

/**
 * What a key does on a row of the roll; null: nothing of ours. While Hangul is typed a key's own letter is none of
 * these: then the place of the key counts.
 */
export function rollKey(event: { key: string; code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): RollKey | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  switch (event.key) {
    case "ArrowDown":
      return { kind: "move", by: 1 };
    case "ArrowUp":
      return { kind: "move", by: -1 };
    case "Home":
      return { kind: "end", at: "first" };
    case "End":
      return { kind: "end", at: "last" };
  }
  const letter = /^[a-z]$/i.test(event.key) ? event.key : event.code.startsWith("Key") ? event.code.slice(3) : "";
  const mark = marks[letter.toLowerCase()];
  return mark === undefined ? null : { kind: "mark", mark };
}
