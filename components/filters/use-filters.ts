"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { addToQuery } from "../shell/query";
import { useShell } from "../shell/shell-context";
import { type PageFilters, readFilters } from "./page-filters";

type Parameters = Readonly<Record<string, string | null>>;

/** The page's filters as its address says them, and the way to others: by address, so that back and reload restore. */
export function useFilters(): { filters: PageFilters; hrefWith: (parameters: Parameters) => string; go: (parameters: Parameters) => void } {
  const { released } = useShell();
  const path = usePathname();
  const parameters = useSearchParams();
  const router = useRouter();
  const hrefWith = (changed: Parameters) => `${path}${addToQuery(`?${parameters}`, changed)}`;
  return {
    filters: readFilters((name) => parameters.get(name), released),
    hrefWith,
    go: (changed) => router.push(hrefWith(changed), { scroll: false }),
  };
}
