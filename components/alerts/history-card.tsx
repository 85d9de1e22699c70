"use client";

import { useTranslations } from "next-intl";
import type { AlertEventShown } from "@/lib/alerts/manage/rules-shape";
import { numberInWords, placeInWords } from "@/lib/alerts/words/notice-in-words";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { useEvents } from "./use-alerts";

/** What became of one's rules, the newest first. */
export function HistoryCard() {
  const t = useTranslations("alerts.history");
  const query = useEvents();
  return (
    <Card title={t("title")}>
      {query.data === undefined ? (
        query.isPending ? (
          <Skeleton height={120} label={t("loading")} />
        ) : (
          <EmptyState alert title={t("failed")} action={<Button onClick={() => void query.refetch()}>{t("retry")}</Button>} />
        )
      ) : query.data.length === 0 ? (
        <EmptyState title={t("none")} text={t("noneHelp")} />
      ) : (
        <Events events={query.data} />
      )}
    </Card>
  );
}

function Events({ events }: { events: readonly AlertEventShown[] }) {
  const t = useTranslations("alerts.history");
  const locale = useKnownLocale();
  const zone = useZone();
  const told = ({ kind, detail }: AlertEventShown) => {
    if (kind !== "fired" && kind !== "resolved") return "";
    return detail === null ? t("withheld") : [numberInWords(detail, locale), placeInWords(detail, locale)].join(" · ");
  };
  return (
    <Table label={t("title")}>
      <HeadRow>
        <ColumnHead>{t("at")}</ColumnHead>
        <ColumnHead>{t("rule")}</ColumnHead>
        <ColumnHead>{t("what")}</ColumnHead>
        <ColumnHead>{t("number")}</ColumnHead>
      </HeadRow>
      <tbody>
        {events.map((event) => (
          <Row key={event.id}>
            <RowHead className="number whitespace-nowrap">{formatInstant(event.at, locale, zone)}</RowHead>
            <Cell>{event.rule.name}</Cell>
            <Cell>
              <Badge tone={event.kind === "fired" ? "bad" : event.kind === "held" ? "warn" : "plain"}>{t(`kind.${event.kind}`)}</Badge>
              {event.muted && <span className="ml-1.5 text-xs text-soft">{t("muted")}</span>}
            </Cell>
            <Cell>{told(event)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
