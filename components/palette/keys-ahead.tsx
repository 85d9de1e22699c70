"use client";

import { useEffectEvent, useLayoutEffect } from "react";

type Props = { text: string; onText: (text: string) => void; onClose: () => void };

/** Hears what is typed while the palette is still being loaded: no first letters are lost, nor taken for shortcuts. */
export function KeysAhead({ text, onText, onClose }: Props) {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isLetter = [...event.key].length === 1;
    if (isLetter) onText(text + event.key);
    else if (event.key === "Backspace") onText([...text].slice(0, -1).join(""));
    else if (event.key === "Escape") onClose();
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  useLayoutEffect(() => {
    window.addEventListener("keydown", hear, { capture: true });
    return () => window.removeEventListener("keydown", hear, { capture: true });
  }, []);
  return null;
}
