import type { QueryClient } from "@tanstack/react-query";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import type { ViewQuery } from "../protocol";

export const kpiKey = (view: ViewQuery, locale: "en" | "ko") => ["kpi", canonicalQuery(view), locale] as const;

export type AnswerCache = {
  write(view: ViewQuery, locale: "en" | "ko", answer: KpiAnswer): void;
  forget(view: ViewQuery, locale: "en" | "ko"): void;
};

/**
 * What holds of an answer in the cache and one fetched: the one further on the feed. Where both stand alike
 * the one held: it came by the socket, under the scope of now, and the other was asked for earlier.
 */
export function furtherOf(held: KpiAnswer | undefined, fetched: KpiAnswer): KpiAnswer {
  return held !== undefined && BigInt(held.watermark.position) >= BigInt(fetched.watermark.position) ? held : fetched;
}

/** React Query's cache as the socket writes it. Written in order, so that the socket's word always holds. */
export function answerCacheOf(queries: QueryClient): AnswerCache {
  return {
    write: (view, locale, answer) => void queries.setQueryData(kpiKey(view, locale), answer),
    forget: (view, locale) => queries.removeQueries({ queryKey: kpiKey(view, locale), exact: true }),
  };
}
