"use client";

import { useTranslations } from "next-intl";
import type { ViewQuery } from "@/lib/live/protocol";
import { LetterChart } from "../charts/letter-chart";
import { lettersOf } from "../charts/letters";
import { definitionText } from "../kpi/definition-text";
import { Freshness } from "../kpi/freshness";
import { LiveState } from "../kpi/live-state";
import { useStandingGrades } from "../kpi/standing-grades";
import { useKnownLocale } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";

/** The grades as they stand, provisional ones said to be so; of several scales the first. */
export function WallGrades({ view: asked }: { view: ViewQuery }) {
  const t = useTranslations("grades");
  const locale = useKnownLocale();
  const { live, view } = useStandingGrades(asked);
  return (
    <Card title={definitionText(view.kpi, locale)} aside={<Freshness live={live} />} data-kpi={view.kpi}>
      <LiveState live={live} height={240}>
        {(answer) => {
          const [first] = lettersOf(answer);
          if (first === undefined) return <EmptyState title={t("none")} text={t("noneHelp")} />;
          return (
            <>
              <p className="flex gap-2 text-soft">
                {view.state === "provisional" && <Badge tone="warn">{t("provisional")}</Badge>}
                {first.scale !== null && t("scale", { scale: first.scale })}
              </p>
              <LetterChart title={t("chart")} letters={first.letters} />
            </>
          );
        }}
      </LiveState>
    </Card>
  );
}
