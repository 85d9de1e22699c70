"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { loadAgain } from "@/lib/platform/load-again";
import { askFirstAfter } from "./ask-again";

const IdleWatch = lazy(() => loadAgain(() => import("./idle-watch")).then((module) => ({ default: module.IdleWatch })));

/** A page that was just opened is used: what watches for the session's end comes a minute later, or with whoever comes back to it. */
export function IdleWarning() {
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    const begin = () => setBegun(true);
    const back = () => document.visibilityState === "visible" && begin();
    const timer = setTimeout(begin, askFirstAfter);
    document.addEventListener("visibilitychange", back);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", back);
    };
  }, []);
  return (
    begun && (
      <Suspense fallback={null}>
        <IdleWatch />
      </Suspense>
    )
  );
}
