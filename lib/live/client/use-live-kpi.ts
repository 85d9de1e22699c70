"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ViewQuery } from "../protocol";
import { furtherOf, kpiKey } from "./answer-cache";
import { useAnswerSoon } from "./known-answers";
import { useLive } from "./live-provider";
import { useMoment } from "./moment";
import type { ViewState } from "./view-state";

export type LiveKpi = {
  answer: KpiAnswer | undefined;
  status: "loading" | "live" | "past" | "stale" | "disconnected" | "not-found" | "not-then" | "failed";
  /** Since when the connection is what it is. */
  since: number;
  retry: () => void;
};

/** A source that is this far behind shows as stale (FRESH-1). */
const staleAfter = 30_000;

/** Most figures come with the page: what asks for others is loaded when it is needed. */
async function fetchKpi(view: ViewQuery, moment: string | null): Promise<KpiAnswer> {
  return (await import("./fetch-kpi")).fetchKpi(view, moment);
}

/**
 * A KPI that follows the feed: first with the page or over HTTP, then by snapshot and deltas merged into the cache. As
 * of a past moment it is asked once and stands: what was known then does not change.
 */
export function useLiveKpi(view: ViewQuery, locale: "en" | "ko"): LiveKpi {
  const cache = useQueryClient();
  const { views, state, since } = useLive();
  const answerSoon = useAnswerSoon();
  const moment = useMoment();
  const key = kpiKey(view, locale);
  const canonical = key[1];
  const query = useQuery({
    queryKey: moment === null ? key : [...key, moment],
    queryFn: async () => {
      if (moment !== null) return fetchKpi(view, moment);
      const answer = (await answerSoon(canonical)) ?? (await fetchKpi(view, null));
      return furtherOf(cache.getQueryData<KpiAnswer>(key), answer);
    },
  });

  useEffect(() => {
    if (moment !== null) return;
    const asked: ViewQuery = JSON.parse(canonical);
    return views?.follow(asked, locale);
  }, [views, canonical, locale, moment]);

  const subscribe = useCallback((listener: () => void) => views?.onChange(listener) ?? (() => undefined), [views]);
  const followed = useSyncExternalStore(
    subscribe,
    () => (moment === null ? (views?.stateOf(view, locale) ?? null) : null),
    () => null,
  );

  const retry = () => {
    if (moment === null) views?.askAgain(view, locale);
    void query.refetch();
  };
  // What was refused may have been answered under an earlier scope: it is not shown on (SCOPE-1).
  const answer = followed === "gone" || followed === "refused" ? undefined : query.data;
  if (moment !== null) return { answer, status: pastStatus(answer, query.error), since, retry };
  return { answer, status: statusOf(answer, query.error, followed, state), since, retry };
}

function pastStatus(answer: KpiAnswer | undefined, error: Error | null): LiveKpi["status"] {
  if (answer !== undefined) return "past";
  if (error === null) return "loading";
  return error.message === "not-found" || error.message === "not-then" ? error.message : "failed";
}

function statusOf(answer: KpiAnswer | undefined, error: Error | null, followed: ViewState | null, state: string): LiveKpi["status"] {
  if (followed === "gone" || (answer === undefined && error?.message === "not-found")) return "not-found";
  if (followed === "refused") return "failed";
  if (answer === undefined) return error !== null ? "failed" : "loading";
  if (state === "disconnected" || followed === "lost") return "disconnected";
  if (followed === "stale" || followed === "later") return "stale";
  const through = answer.watermark.processedThrough;
  return through !== null && Date.now() - Date.parse(through) > staleAfter ? "stale" : "live";
}
