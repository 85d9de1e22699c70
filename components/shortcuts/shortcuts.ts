/** What a key, or two one after the other, does. `room:` leads to a room of the navigation. */
export type ShortcutAction = "search" | "help" | "term" | "previous-week" | "next-week" | `room:${string}`;
export type Shortcut = { keys: readonly [string] | readonly [string, string]; action: ShortcutAction };

/** The second key of `g` and a room's own, by room: rooms that have none are reached by the palette. */
const roomKeys: Readonly<Record<string, string>> = {
  overview: "o",
  sections: "s",
  students: "p",
  data: "d",
  reports: "r",
  admin: "a",
};

/** All shortcuts of a reader with these rooms, in the order in which they are listed. */
export function shortcutsFor(rooms: readonly string[]): Shortcut[] {
  const toRooms = rooms.flatMap((room): Shortcut[] => {
    const key = roomKeys[room];
    return key === undefined ? [] : [{ keys: ["g", key], action: `room:${room}` }];
  });
  return [
    { keys: ["?"], action: "help" },
    { keys: ["/"], action: "search" },
    ...toRooms,
    { keys: ["t"], action: "term" },
    { keys: ["["], action: "previous-week" },
    { keys: ["]"], action: "next-week" },
  ];
}

/** The second of two keys comes within this time, in milliseconds, or the first is forgotten. */
const patience = 1_500;

export type Pressed = { first: string; at: number } | null;

/** Takes a key: what it does, if anything, and what is remembered for the next one. */
export function press(
  shortcuts: readonly Shortcut[],
  pressed: Pressed,
  key: string,
  now: number,
): { action: ShortcutAction | null; pressed: Pressed } {
  if (pressed !== null && now - pressed.at <= patience) {
    const found = shortcuts.find(({ keys }) => keys[0] === pressed.first && keys[1] === key);
    if (found !== undefined) return { action: found.action, pressed: null };
  }
  const alone = shortcuts.find(({ keys }) => keys.length === 1 && keys[0] === key);
  if (alone !== undefined) return { action: alone.action, pressed: null };
  const begins = shortcuts.some(({ keys }) => keys.length === 2 && keys[0] === key);
  return { action: null, pressed: begins ? { first: key, at: now } : null };
}

/** The key as a Latin keyboard has it: with a Hangul layout the same place writes a letter of another script. */
export function latinKey({ key, code, shiftKey }: Pick<KeyboardEvent, "key" | "code" | "shiftKey">): string {
  if (/^[!-~]$/.test(key)) return key;
  if (/^Key[A-Z]$/.test(code)) return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
  if (code === "Slash") return shiftKey ? "?" : "/";
  if (code === "BracketLeft") return "[";
  return code === "BracketRight" ? "]" : key;
}
