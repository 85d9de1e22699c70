"use client";

import { useEffect, useState } from "react";

/** Milliseconds without a key after which the server is asked. */
const pause = 200;

/** A text once nobody types it any more. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
