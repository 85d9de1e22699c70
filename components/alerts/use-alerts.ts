"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Watch } from "@/lib/alerts/rules/rule-shape";
import { fetchBackTest, fetchEvents, fetchRules, fetchWebhooks } from "./fetch-alerts";

/** Read anew when the bell rings (renew-told.ts), and never by the clock. */
export const useRules = () => useQuery({ queryKey: ["alerts", "rules"], queryFn: fetchRules });
export const useEvents = () => useQuery({ queryKey: ["alerts", "events"], queryFn: fetchEvents });
export const useWebhooks = (enabled: boolean) => useQuery({ queryKey: ["alerts", "webhooks"], queryFn: fetchWebhooks, enabled });

/** What a rule would have done; null while there is none that holds together. */
export const useBackTest = (watch: Watch | null) =>
  useQuery({
    queryKey: ["alerts", "preview", JSON.stringify(watch)],
    queryFn: () => (watch === null ? null : fetchBackTest(watch)),
    enabled: watch !== null,
    retry: false,
  });

/** Something that changes alerts: whatever came of it, everything about them is read again. */
export function useAlertChange<V, R>(change: (value: V) => Promise<R>, onDone: (result: R) => void = () => undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onSettled: () =>
      Promise.all([queries.invalidateQueries({ queryKey: ["alerts"] }), queries.invalidateQueries({ queryKey: ["notifications"] })]),
  });
}
