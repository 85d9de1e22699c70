"use client";

import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { Offered } from "../exports/offered";
import type { Sheet } from "../exports/sheet";
import { applicable } from "../filters/applicable";
import { Provenance } from "../people/provenance";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { formatInstant } from "./format";
import { Freshness } from "./freshness";
import { LiveState } from "./live-state";

/** How fresh each source is: any answer carries its watermark. */
export function SourcesTable({ view }: { view: ViewQuery }) {
  const t = useTranslations("sources");
  const locale = useKnownLocale();
  const zone = useZone();
  const live = useLiveKpi(applicable(view), locale);
  return (
    <Card title={t("title")} aside={<Freshness live={live} />} note={t("note")}>
      <LiveState live={live} height={120}>
        {(answer) =>
          answer.watermark.sources.length === 0 ? (
            <EmptyState title={t("none")} text={t("noneHelp")} />
          ) : (
            <>
              <Offered kind="table" make={() => ({ view, answer, sheet: async () => sourcesSheet(answer) })} />
              <Table label={t("title")}>
                <HeadRow>
                  <ColumnHead>{t("source")}</ColumnHead>
                  <ColumnHead figure>{t("lag")}</ColumnHead>
                  <ColumnHead figure>{t("eventTime")}</ColumnHead>
                </HeadRow>
                <tbody>
                  {answer.watermark.sources.map((source) => (
                    <Row key={source.source}>
                      <RowHead>
                        <span className="mr-2">{source.source}</span>
                        <Provenance source={source.source} />
                      </RowHead>
                      <Cell figure>{t("ago", ago(source.lagSeconds))}</Cell>
                      <Cell figure>{formatInstant(source.eventTime, locale, zone)}</Cell>
                    </Row>
                  ))}
                </tbody>
              </Table>
            </>
          )
        }
      </LiveState>
    </Card>
  );
}

const sourcesSheet = ({ watermark }: KpiAnswer): Sheet => ({
  columns: ["source", "event_time", "lag_seconds"],
  rows: watermark.sources.map(({ source, eventTime, lagSeconds }) => [source, eventTime, lagSeconds]),
});

function ago(seconds: number): { count: number; unit: string } {
  if (seconds < 90) return { count: seconds, unit: "seconds" };
  return seconds < 5_400 ? { count: Math.round(seconds / 60), unit: "minutes" } : { count: Math.round(seconds / 3_600), unit: "hours" };
}
