"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { addToQuery } from "../shell/query";

export type Parameters = Readonly<Record<string, string | null>>;

/** What this page was last told to go to and has not come to yet: who changes two filters in a row means both of them. */
let underWay: { path: string; query: string } | null = null;

/** The address is the state: reads it, and goes to it with some parameters set or, by null, taken away. Back and reload restore it. */
export function useAddress() {
  const router = useRouter();
  const path = usePathname();
  const parameters = useSearchParams();
  const query = parameters.toString();
  useEffect(() => {
    underWay = null;
  }, [path, query]);
  const hrefOf = (change: Parameters) => `${path}${addToQuery(`?${query}`, change)}`;
  const next = (change: Parameters) => {
    const changed = addToQuery(`?${underWay?.path === path ? underWay.query : query}`, change);
    underWay = { path, query: changed.slice(1) };
    return `${path}${changed}`;
  };
  return {
    parameters,
    hrefOf,
    go: (change: Parameters) => router.push(next(change), { scroll: false }),
    replace: (change: Parameters) => router.replace(next(change), { scroll: false }),
  };
}
