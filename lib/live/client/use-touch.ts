"use client";

import { useEffect, useEffectEvent, useId } from "react";
import type { Watched } from "../protocol";
import { useLive } from "./live-provider";
import { watchFacts } from "./watch-facts";

/** Calls back when what is shown of the watched facts is to be read again (`watchFacts`). */
export function useTouch(watched: Watched, onTouched: () => void): void {
  const id = useId();
  const { socket } = useLive();
  const call = useEffectEvent(onTouched);
  const key = JSON.stringify(watched);
  useEffect(() => {
    if (socket === null) return;
    return watchFacts(socket, {
      id,
      watched: JSON.parse(key),
      onTouched: () => call(),
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    });
  }, [socket, id, key]);
}
