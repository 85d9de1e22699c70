"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { useKept } from "../shell/kept";
import { latinKey, type Pressed, press, type Shortcut, type ShortcutAction } from "./shortcuts";

/** `off` in this browser: single keys do nothing (WCAG 2.1.4). Ctrl K stays, since it is not a single key. */
export const shortcutsKept = "bellwether.shortcuts";

/** Whatever takes keys itself: fields, lists, dialogs, and parts of a page with keys of their own. */
const takesKeys =
  "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=dialog], [role=menu], [role=listbox], [data-own-keys]";

/** Runs what is pressed, except while somebody types. */
export function useShortcuts(shortcuts: readonly Shortcut[], run: (action: ShortcutAction) => void): void {
  const off = useKept(shortcutsKept) === "off";
  const pressed = useRef<Pressed>(null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && latinKey(event).toLowerCase() === "k") {
      event.preventDefault();
      run("search");
      return;
    }
    if (off || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(takesKeys) !== null) return;
    const next = press(shortcuts, pressed.current, latinKey(event), event.timeStamp);
    pressed.current = next.pressed;
    if (next.action === null) return;
    event.preventDefault();
    run(next.action);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
