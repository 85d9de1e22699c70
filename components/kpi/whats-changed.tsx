"use client";

import { useTranslations } from "next-intl";
import { ruleOf } from "@/lib/kpis/observed";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import type { Target } from "./breakdown";
import { ChangeInWords } from "./change-in-words";
import { Freshness } from "./freshness";
import { largestChanges } from "./largest-changes";
import { LiveState } from "./live-state";

type Props = { view: ViewQuery; to: Target; query: string };

/** The three largest changes of the last whole week, in words, each with the parts that it comes from. */
export function WhatsChanged({ view, to, query }: Props) {
  const t = useTranslations("changes");
  const { today } = useShell();
  const live = useLiveKpi(view, useKnownLocale());
  return (
    <Card title={t("title")} aside={<Freshness live={live} />}>
      <LiveState live={live} height={112}>
        {(answer) => {
          const changes = largestChanges(answer, today, ruleOf(answer));
          if (changes.length === 0) return <EmptyState title={t("none")} text={t("noneHelp")} />;
          return (
            <ol className="grid gap-4 md:grid-cols-3">
              {changes.map((change) => (
                <ChangeInWords key={change.key} change={change} view={view} to={to} query={query} />
              ))}
            </ol>
          );
        }}
      </LiveState>
    </Card>
  );
}
