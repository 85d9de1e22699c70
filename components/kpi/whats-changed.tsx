"use client";

import { useTranslations } from "next-intl";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { addToQuery } from "../shell/query";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { TextLink } from "../ui/text-link";
import type { Target } from "./breakdown";
import { formatDistance, formatValue, isEven } from "./format";
import { Freshness } from "./freshness";
import { largestChanges } from "./largest-changes";
import { LiveState } from "./live-state";
import { weekNumber } from "./weeks";

type Props = { view: ViewQuery; to: Target; query: string };

/** The three largest changes of the last whole week, in words. */
export function WhatsChanged({ view, to, query }: Props) {
  const t = useTranslations("changes");
  const locale = useKnownLocale();
  const { today, threshold } = useShell();
  const live = useLiveKpi(view, locale);
  return (
    <Card title={t("title")} aside={<Freshness live={live} />}>
      <LiveState live={live} height={96}>
        {(answer) => {
          const changes = largestChanges(answer, today, threshold);
          if (changes.length === 0) return <EmptyState title={t("none")} text={t("noneHelp")} />;
          return (
            <ol className="grid gap-3 md:grid-cols-3">
              {changes.map((change) => {
                const gap = change.value - change.usual;
                return (
                  <li key={change.key} className="border-l-2 border-line pl-3">
                    <TextLink
                      href={`/${to}/${encodeURIComponent(change.key)}${addToQuery(query, { week: change.week })}`}
                      className="font-medium"
                    >
                      {change.label}
                    </TextLink>
                    <p className="text-sm">
                      {t("text", {
                        value: formatValue(change.value, answer.unit, locale),
                        week: weekNumber(change.week),
                        gap: formatDistance(gap, answer.unit, locale),
                        direction: isEven(gap, answer.unit) ? "same" : gap > 0 ? "up" : "down",
                        weeks: change.weeks,
                      })}
                    </p>
                  </li>
                );
              })}
            </ol>
          );
        }}
      </LiveState>
    </Card>
  );
}
