"use client";

import { useEffect } from "react";

export const loadPalette = () => import("./palette");

/** For whoever seems to want it, so that it is there by the next key. Where it cannot be had now it is asked for when opened. */
export const preparePalette = (): void => void loadPalette().catch(() => undefined);

/** Ctrl or ⌘ is how its shortcut begins. Most pages are read without it: nothing of it is loaded for them. */
export function usePreparedPalette(): void {
  useEffect(() => {
    const listen = ({ key }: KeyboardEvent) => {
      if (key === "Control" || key === "Meta") preparePalette();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
