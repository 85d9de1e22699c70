"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { SessionExpiry } from "@/lib/access/session-expiry-shape";
import { askAgainAfter, isNear } from "./ask-again";
import { fetchExpiry } from "./fetch-expiry";
import { onToldOfUse } from "./told-of-use";

/** The session's end where it is near, by the server's last word; null else. `ask`: asks for that word now. */
export function useSessionExpiry(): { near: SessionExpiry | null; ask: () => Promise<void> } {
  const [near, setNear] = useState<SessionExpiry | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const round = useRef(0);
  const told = useRef(false);

  const ask = useCallback(async () => {
    round.current += 1;
    const own = round.current;
    clearTimeout(timer.current);
    const expiry = await fetchExpiry();
    if (own !== round.current) return; // asked again meanwhile, or the page is left
    // A server that says nothing changes nothing of what it said before.
    if (expiry !== null) {
      told.current = isNear(expiry);
      setNear(told.current ? expiry : null);
    }
    timer.current = setTimeout(() => void ask(), askAgainAfter(expiry));
  }, []);

  useEffect(() => {
    void ask();
    const seen = () => {
      if (document.visibilityState === "visible") void ask();
    };
    document.addEventListener("visibilitychange", seen);
    // While the end is far its own timer finds out that it was moved.
    const stop = onToldOfUse(() => {
      if (told.current) void ask();
    });
    return () => {
      round.current += 1;
      clearTimeout(timer.current);
      document.removeEventListener("visibilitychange", seen);
      stop();
    };
  }, [ask]);

  return { near, ask };
}
