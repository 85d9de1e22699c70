"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { type KpiAnswer, kpiAnswerSchema } from "@/lib/kpis/answer";
import { canonicalQuery } from "@/lib/kpis/request";
import { applyDelta } from "../fold";
import type { ClientFrames, ServerFrames, ViewQuery } from "../protocol";
import { useLive } from "./live-provider";

export type LiveKpi = {
  answer: KpiAnswer | undefined;
  status: "loading" | "live" | "stale" | "disconnected" | "not-found" | "failed";
  /** Since when the connection is what it is. */
  since: number;
  retry: () => void;
};

const kpiKey = (view: ViewQuery, locale: string) => ["kpi", canonicalQuery(view), locale] as const;
/** A source that is this far behind shows as stale (FRESH-1). */
const staleAfter = 30_000;

async function fetchKpi(view: ViewQuery): Promise<KpiAnswer> {
  const { kpi, ...parameters } = view;
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`/api/v1/kpis/${kpi}?${new URLSearchParams(given)}`);
  if (!response.ok) throw new Error(response.status === 404 ? "not-found" : `status ${response.status}`);
  return kpiAnswerSchema.parse(await response.json());
}

/** A KPI that follows the feed: first over HTTP, then by snapshot and deltas merged into the cache. */
export function useLiveKpi(view: ViewQuery, locale: "en" | "ko"): LiveKpi {
  const id = useId();
  const cache = useQueryClient();
  const { socket, state, since } = useLive();
  const [problem, setProblem] = useState<string | null>(null);
  const key = kpiKey(view, locale);
  const canonical = key[1];
  const query = useQuery({ queryKey: key, queryFn: () => fetchKpi(view) });

  useEffect(() => {
    if (socket === null) return;
    const asked: ViewQuery = JSON.parse(canonical);
    const cacheKey = kpiKey(asked, locale);
    const subscribe = () => socket.emit("subscribe", { id, view: asked, locale } satisfies Parameters<ClientFrames["subscribe"]>[0]);
    const onSnapshot: ServerFrames["snapshot"] = (frame) => {
      if (frame.id !== id) return;
      setProblem(null);
      cache.setQueryData(cacheKey, frame.answer);
    };
    const onDelta: ServerFrames["delta"] = (frame) => {
      if (frame.id !== id) return;
      const before = cache.getQueryData<KpiAnswer>(cacheKey);
      // A delta that does not fit what is here means that something was missed: ask for the whole.
      if (before === undefined || before.watermark.position !== frame.from) subscribe();
      else cache.setQueryData(cacheKey, applyDelta(before, frame));
    };
    const onClosed: ServerFrames["closed"] = (frame) => {
      if (frame.id === id) setProblem(frame.problem.code);
    };
    socket.on("connect", subscribe);
    socket.on("snapshot", onSnapshot);
    socket.on("delta", onDelta);
    socket.on("closed", onClosed);
    if (socket.connected) subscribe();
    return () => {
      socket.off("connect", subscribe);
      socket.off("snapshot", onSnapshot);
      socket.off("delta", onDelta);
      socket.off("closed", onClosed);
      if (socket.connected) socket.emit("unsubscribe", { id });
    };
  }, [socket, id, canonical, locale, cache]);

  const retry = () => {
    setProblem(null);
    void query.refetch();
  };
  return { answer: query.data, status: statusOf(query.data, query.error, problem, state), since, retry };
}

function statusOf(answer: KpiAnswer | undefined, error: Error | null, problem: string | null, state: string): LiveKpi["status"] {
  if (problem === "not-found" || error?.message === "not-found") return "not-found";
  if (answer === undefined) return error !== null || problem !== null ? "failed" : "loading";
  if (state === "disconnected") return "disconnected";
  if (problem !== null) return "failed";
  const through = answer.watermark.processedThrough;
  return through !== null && Date.now() - Date.parse(through) > staleAfter ? "stale" : "live";
}
