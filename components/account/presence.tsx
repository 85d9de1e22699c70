"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { wallOf } from "../wall/wall-address";
import { tellOfUse } from "./tell-of-use";
import { toldAtMostOnce } from "./told-at-most-once";
import { sayToldOfUse } from "./told-of-use";

/** Milliseconds: the server writes use down as coarsely (lib/access/sessions.ts). */
const every = 60_000;
const signs = ["pointerdown", "keydown", "scroll"] as const;

/**
 * Says that the page is used, so that the session is not idle: by hand or key, at most once a minute. That it is open,
 * and lives, is no use, but for a wall: it is used by being looked at, for as long as it is shown.
 */
export function Presence() {
  const parameters = useSearchParams();
  const wall = wallOf((name) => parameters.get(name)) !== null;
  useEffect(() => {
    // What is not told now is told at the next sign; a session that has ended is heard of by the live connection.
    const tell = toldAtMostOnce(every, Date.now, () => void tellOfUse().then(sayToldOfUse));
    const seen = () => {
      if (document.visibilityState === "visible") tell();
    };
    for (const sign of signs) window.addEventListener(sign, seen, { passive: true, capture: true });
    const timer = wall ? setInterval(seen, every) : undefined;
    return () => {
      for (const sign of signs) window.removeEventListener(sign, seen, { capture: true });
      clearInterval(timer);
    };
  }, [wall]);
  return null;
}
