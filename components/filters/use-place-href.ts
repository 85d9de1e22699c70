"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { addToQuery } from "../shell/query";
import { useShell } from "../shell/shell-context";
import { readFilters, toParameters } from "./page-filters";

type PlaceHref = (kind: "departments" | "courses" | "sections" | "students", id: string) => string;

/** Addresses of other places, narrowed as this page is and as of its moment: the way out of a page of the past stays there. */
export function usePlaceHref(): PlaceHref {
  const { released } = useShell();
  const parameters = useSearchParams();
  // Read once for a list of rows, whatever they are drawn again for.
  const query = useMemo(() => addToQuery("", toParameters(readFilters((name) => parameters.get(name), released))), [parameters, released]);
  return (kind, id) => `/${kind}/${encodeURIComponent(id)}${query}`;
}
