"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { addToQuery } from "../shell/query";

/** The address is the state: reads it, and goes to it with some parameters set or, by null, taken away. */
export function useAddress() {
  const router = useRouter();
  const path = usePathname();
  const parameters = useSearchParams();
  const hrefOf = (change: Readonly<Record<string, string | null>>) => `${path}${addToQuery(`?${parameters}`, change)}`;
  return {
    parameters,
    hrefOf,
    go: (change: Readonly<Record<string, string | null>>) => router.push(hrefOf(change), { scroll: false }),
    replace: (change: Readonly<Record<string, string | null>>) => router.replace(hrefOf(change), { scroll: false }),
  };
}
