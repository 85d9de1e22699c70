"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect } from "react";
import { useIdentity } from "@/lib/live/client/live-provider";
import { loadAgain } from "@/lib/platform/load-again";
import { useShell, type Viewing } from "../shell/shell-context";

// Hardly any page is seen as somebody else.
const Banner = lazy(() => loadAgain(() => import("./banner")).then((module) => ({ default: module.Banner })));

/** A page that was made for somebody else than the session is now is made anew: this long after that was heard. */
const reloadAfter = 700;

/** As whom the page is seen, above everything, for as long as it is; and a watch that the page and the session agree. */
export function ViewBanner() {
  const { viewing, access } = useShell();
  useSameIdentity(viewing);
  useSameAccess(access);
  return viewing === null ? null : (
    <Suspense fallback={null}>
      <Banner viewing={viewing} />
    </Suspense>
  );
}

/**
 * Grants come and end while a page is open: its heads, and what is on it at all, are made anew. What is being entered stays, and a page
 * of which nothing may be seen any more waits where it is: the grant may be given back.
 */
function useSameAccess(access: string): void {
  const { refresh } = useRouter();
  const told = useIdentity()?.access;
  const differs = told !== undefined && told !== "" && told !== access;
  useEffect(() => {
    if (differs) refresh();
  }, [differs, refresh]);
}

/** Another window of the session may begin or end a view, and time ends each: this page must not go on as it was. */
function useSameIdentity(viewing: Viewing | null): void {
  const told = useIdentity()?.view;
  const view = viewing?.view ?? null;
  const differs = told !== undefined && told !== view;
  useEffect(() => {
    if (!differs) return;
    const timer = setTimeout(() => window.location.reload(), reloadAfter);
    return () => clearTimeout(timer);
  }, [differs]);
  const until = viewing?.until ?? null;
  useEffect(() => {
    if (until === null) return;
    const timer = setTimeout(() => window.location.reload(), Math.max(0, Date.parse(until) - Date.now()) + reloadAfter);
    return () => clearTimeout(timer);
  }, [until]);
}
