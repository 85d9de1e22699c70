"use client";

import { useCallback, useSyncExternalStore } from "react";

const changed = "bellwether:kept";

/** What is kept in this browser under a name; null where nothing is, or where the browser keeps nothing. */
export function readKept(name: string): string | null {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null; // storage is switched off: the product works without
  }
}

/** Keeps a text, or nothing more. */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(name);
    else window.localStorage.setItem(name, value);
  } catch {
    return; // switched off, or full: then it is asked again next time
  }
  window.dispatchEvent(new CustomEvent(changed));
}

function onKept(listener: () => void): () => void {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

/** What is kept, followed through all windows; `unknown` while the server writes the page, which has no storage. */
export function useKept(name: string): string | null | "unknown" {
  const read = useCallback(() => readKept(name), [name]);
  return useSyncExternalStore(onKept, read, () => "unknown");
}
