"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { fetchContractCounts, fetchItem, fetchQuarantine, fetchSources, fetchVerifications } from "./fetch-data";
import type { Filter } from "./quarantine-address";

/** Milliseconds between looks; none while the page is hidden. */
const often = 5_000;
const seldom = 10_000;
const whileRunning = 1_000;

export const dataKeys = {
  all: ["data"] as const,
  quarantine: ["data", "quarantine"] as const,
  verification: ["data", "verification"] as const,
};

export const useSources = () => useQuery({ queryKey: ["data", "sources"], queryFn: fetchSources, refetchInterval: often });

export const useContractCounts = () => useQuery({ queryKey: ["data", "contracts"], queryFn: fetchContractCounts, refetchInterval: seldom });

export const useQuarantine = (filter: Filter, after: string | null) =>
  useQuery({
    queryKey: [...dataKeys.quarantine, filter, after],
    queryFn: () => fetchQuarantine(filter, after),
    refetchInterval: seldom,
    placeholderData: keepPreviousData,
  });

/** Each look is recorded, so that nothing looks by itself: it is read once, and again when something was done. */
export const useItem = (id: string) => useQuery({ queryKey: ["data", "item", id], queryFn: () => fetchItem(id), gcTime: 0, staleTime: 0 });

export const useVerifications = () =>
  useQuery({
    queryKey: dataKeys.verification,
    queryFn: fetchVerifications,
    refetchInterval: ({ state }) => (state.data?.runs[0]?.state === "running" ? whileRunning : seldom),
  });
