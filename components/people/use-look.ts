"use client";

import { useEffect, useEffectEvent, useRef } from "react";

/** A look is noted this often at most. */
const atMostEvery = 60_000;
const signs = ["pointerdown", "keydown", "focus", "scroll"] as const;

/**
 * Calls back when the page is looked at: when it comes into sight, and when somebody does something on it. A page that
 * lies open in an empty room is not looked at.
 */
export function useLook(active: boolean, onLook: () => void): void {
  const last = useRef(Number.NEGATIVE_INFINITY);
  const look = useEffectEvent(() => {
    const now = performance.now();
    if (document.visibilityState !== "visible" || now - last.current < atMostEvery) return;
    last.current = now;
    onLook();
  });
  useEffect(() => {
    if (!active) return;
    const seen = () => look();
    seen();
    for (const sign of signs) window.addEventListener(sign, seen, { passive: true, capture: true });
    document.addEventListener("visibilitychange", seen);
    return () => {
      for (const sign of signs) window.removeEventListener(sign, seen, { capture: true });
      document.removeEventListener("visibilitychange", seen);
    };
  }, [active]);
}
