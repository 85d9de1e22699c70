"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Filter } from "./audit-address";
import { fetchEntries, fetchState, verifyNow } from "./fetch-audit";

/** Milliseconds between looks; none while the page is hidden. */
const seldom = 15_000;
const stateKey = ["audit", "state"];
const entriesKey = ["audit", "entries"];

export const useEntries = (filter: Filter, before: string | null) =>
  useQuery({
    queryKey: [...entriesKey, filter, before],
    queryFn: () => fetchEntries(filter, before),
    refetchInterval: seldom,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const useAuditState = () => useQuery({ queryKey: stateKey, queryFn: fetchState, refetchInterval: seldom });

export function useVerifyNow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: verifyNow,
    onSuccess: (state) => {
      queries.setQueryData(stateKey, state);
      // That it was verified is an entry too.
      return queries.invalidateQueries({ queryKey: entriesKey });
    },
  });
}
