"use client";

import { useShell } from "../shell/shell-context";
import { type PageFilters, readFilters } from "./page-filters";
import { type Parameters, useAddress } from "./use-address";

/** The page's filters as its address says them, and the way to others. */
export function useFilters(): { filters: PageFilters; hrefWith: (parameters: Parameters) => string; go: (parameters: Parameters) => void } {
  const { released } = useShell();
  const { parameters, hrefOf, go } = useAddress();
  return { filters: readFilters((name) => parameters.get(name), released), hrefWith: hrefOf, go };
}
