"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchKeys } from "./fetch-keys";

const keysKey = ["admin", "keys"] as const;
/** Last use is kept to the minute. */
const refreshEvery = 15_000;

export const useKeys = () => useQuery({ queryKey: keysKey, queryFn: fetchKeys, refetchInterval: refreshEvery });

/** Something that changes keys: whatever came of it, the list is read again. */
export function useKeyChange<V, R>(change: (value: V) => Promise<R>, onDone: (result: R) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: keysKey }),
  });
}
