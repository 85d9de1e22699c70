"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Policies } from "@/lib/policies/policies-shape";
import { fetchPolicies } from "./fetch-policies";

/** Milliseconds between looks; none while the page is hidden. */
const seldom = 5_000;
const whileRunning = 500;

const key = ["admin", "policies"] as const;
const isRunning = (data: Policies | undefined) => data?.recomputations.some(({ endedAt }) => endedAt === null) === true;

export const usePolicies = () =>
  useQuery({
    queryKey: key,
    queryFn: fetchPolicies,
    refetchInterval: ({ state }) => (isRunning(state.data) ? whileRunning : seldom),
  });

/** Something that changes policies; what is shown is read again, however it came out. */
export function usePolicyChange<A, R>(change: (asked: A) => Promise<R>, onSuccess?: (result: R) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
    ...(onSuccess === undefined ? {} : { onSuccess }),
  });
}
