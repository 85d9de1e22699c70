"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { furtherOf } from "./answer-cache";

/** By the question's one spelling. Null: it could not be answered with the page, and is to be asked for. */
export type AnswersNow = Readonly<Record<string, KpiAnswer>>;
export type AnswersSoon = Readonly<Record<string, Promise<KpiAnswer | null>>>;

type TakeAnswer = (question: string) => Promise<KpiAnswer | null>;
const SoonContext = createContext<TakeAnswer>(async () => null);

type Props = { now: AnswersNow; soon: AnswersSoon; locale: "en" | "ko"; children: ReactNode };

/**
 * Answers that came with the page: those of now are in its first frame, those of soon come on the same
 * response. They are figures as of when they were computed, like any fetched ones: what the socket said
 * last holds where it is further on the feed, and it follows all of them as soon as it is connected.
 */
export function KnownAnswers({ now, soon, locale, children }: Props) {
  const queries = useQueryClient();
  // Before the first frame, and only what nobody shows yet: writing what is shown is for after it.
  const shown = useMemo(() => {
    const before: [string, KpiAnswer][] = [];
    for (const [question, answer] of Object.entries(now)) {
      const key = ["kpi", question, locale];
      if (queries.getQueryCache().find({ queryKey: key, exact: true }) === undefined) queries.setQueryData(key, answer);
      else before.push([question, answer]);
    }
    return before;
  }, [queries, now, locale]);
  useEffect(() => {
    for (const [question, answer] of shown) queries.setQueryData<KpiAnswer>(["kpi", question, locale], (held) => furtherOf(held, answer));
  }, [queries, shown, locale]);

  const take = useMemo((): TakeAnswer => {
    const left = new Map(Object.entries(soon));
    return async (question) => {
      const coming = left.get(question);
      left.delete(question); // once: whoever asks again wants what is so then
      return (await coming) ?? null;
    };
  }, [soon]);
  return <SoonContext value={take}>{children}</SoonContext>;
}

export const useAnswerSoon = () => useContext(SoonContext);
