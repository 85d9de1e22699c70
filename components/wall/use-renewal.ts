"use client";

import { useEffect, useEffectEvent } from "react";

/** A page that runs for weeks is loaded anew this often: a new version and a new day come in, and memory goes back. */
const every = 3_600_000;

/**
 * Loads the page anew once an hour, but only while the server answers for it: a screen that nobody stands before
 * must not be left with a browser's error. `onEnded`: the server would have us sign in.
 */
export function useRenewal(onEnded: () => void): void {
  const renew = useEffectEvent(async () => {
    const answer = await fetch(window.location.href, { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (answer === null) return; // not reachable now: in an hour again
    if (answer.type === "opaqueredirect" || answer.status === 401) onEnded();
    else if (answer.ok) window.location.reload();
  });
  useEffect(() => {
    const timer = setInterval(() => void renew(), every);
    return () => clearInterval(timer);
  }, []);
}
