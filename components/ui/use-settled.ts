"use client";

import { useEffect, useState } from "react";

/** Milliseconds without a change after which the server is asked. */
const pause = 200;

/** What somebody types or chooses, once they change it no more. */
export function useSettled<Value>(value: Value, wait: number = pause): Value {
  const [settled, setSettled] = useState(value);
  const text = JSON.stringify(value); // what it holds counts, and not whether it was made anew
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [text, wait]);
  return settled;
}
