"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether the browser's code runs already: false in what the server has written, true from the first render after it. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
