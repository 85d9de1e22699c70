"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Watch } from "@/lib/alerts/rules/rule-shape";
import { useUnread } from "@/lib/live/client/live-provider";
import { fetchBackTest, fetchEvents, fetchRules, fetchWebhooks } from "./fetch-alerts";

/** What was told is a sign that rules stand otherwise: they are read anew whenever it changes, and never by the clock. */
export const useRules = () =>
  useQuery({ queryKey: ["alerts", "rules", useUnread()], queryFn: fetchRules, placeholderData: keepPreviousData });
export const useEvents = () =>
  useQuery({ queryKey: ["alerts", "events", useUnread()], queryFn: fetchEvents, placeholderData: keepPreviousData });
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
