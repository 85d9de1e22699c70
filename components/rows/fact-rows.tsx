"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { definitionText } from "../kpi/definition-text";
import { formatDay, formatInstant, formatValue } from "../kpi/format";
import { Freshness } from "../kpi/freshness";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { TextLink } from "../ui/text-link";
import { fetchRows, type RowOfFact } from "./fetch-rows";

/** The facts behind a figure, a page at a time, read again whenever the figure moves. */
export function FactRows({ view, query }: { view: ViewQuery; query: string }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const [page, setPage] = useState(0);
  const live = useLiveKpi(view, locale);
  const moved = live.answer?.measures;
  const rows = useQuery({
    queryKey: ["rows", canonicalQuery(view), page, JSON.stringify(moved)],
    queryFn: () => fetchRows(view, page),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const title = definitionText(view.kpi, locale);
  const value = live.answer === undefined ? "" : formatValue(live.answer.value, live.answer.unit, locale);
  return (
    <Card title={t("rows.of", { kpi: title, value })} aside={<Freshness live={live} />}>
      {rows.isPending ? (
        <Skeleton height={480} label={t("kpi.loading")} />
      ) : rows.isError ? (
        <EmptyState
          alert
          title={t("kpi.failed")}
          text={t("kpi.failedHelp")}
          action={<Button onClick={() => void rows.refetch()}>{t("kpi.retry")}</Button>}
        />
      ) : rows.data === null ? (
        <EmptyState title={t("rows.forbidden")} text={t("rows.forbiddenHelp")} />
      ) : rows.data.rows.length === 0 ? (
        <EmptyState title={t("kpi.none")} text={t("rows.noneHelp")} />
      ) : (
        <>
          <RowTable title={title} rows={rows.data.rows} query={query} />
          <Pages page={page} more={rows.data.more} go={setPage} />
        </>
      )}
    </Card>
  );
}

function RowTable({ title, rows, query }: { title: string; rows: readonly RowOfFact[]; query: string }) {
  const t = useTranslations("rows");
  const locale = useKnownLocale();
  const zone = useZone();
  const has = (column: "day" | "section" | "student" | "about") => rows.some((row) => row[column] !== null);
  return (
    <Table label={title}>
      <HeadRow>
        {has("student") && <ColumnHead>{t("student")}</ColumnHead>}
        <ColumnHead>{t("state")}</ColumnHead>
        {has("day") && <ColumnHead>{t("day")}</ColumnHead>}
        {has("section") && <ColumnHead>{t("section")}</ColumnHead>}
        {has("about") && <ColumnHead>{t("about")}</ColumnHead>}
        <ColumnHead>{t("recorded")}</ColumnHead>
        <ColumnHead>{t("source")}</ColumnHead>
      </HeadRow>
      <tbody>
        {rows.map((row) => (
          <Row key={`${row.student}|${row.section}|${row.about}|${row.recordedAt}`}>
            {has("student") && (
              <RowHead className="whitespace-nowrap">
                {row.student === null ? "–" : <TextLink href={`/students/${row.student}${query}`}>{row.name ?? t("unknown")}</TextLink>}
              </RowHead>
            )}
            <Cell className="whitespace-nowrap">
              <State state={row.state} />
            </Cell>
            {has("day") && <Cell className="number whitespace-nowrap">{row.day === null ? "–" : formatDay(row.day, locale, true)}</Cell>}
            {has("section") && (
              <Cell className="whitespace-nowrap">
                {row.section === null ? (
                  "–"
                ) : (
                  <TextLink href={`/sections/${encodeURIComponent(row.section)}${query}`}>{row.section}</TextLink>
                )}
              </Cell>
            )}
            {has("about") && <Cell className="text-soft">{row.about ?? "–"}</Cell>}
            <Cell className="number whitespace-nowrap text-soft">
              {row.recordedAt === null ? "–" : formatInstant(row.recordedAt, locale, zone)}
            </Cell>
            <Cell className="text-soft">{row.source ?? "–"}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

const named = [
  "present",
  "late",
  "absent",
  "excused",
  "enrolled",
  "withdrawn",
  "completed",
  "leave",
  "dismissed",
  "graduated",
  "transferred",
  "recorded",
  "unrecorded",
] as const;

/** A status in words; a letter as it is. */
function State({ state }: { state: string }) {
  const t = useTranslations("rows.states");
  const known = named.find((one) => one === state);
  return known === undefined ? state : t(known);
}

function Pages({ page, more, go }: { page: number; more: boolean; go: (page: number) => void }) {
  const t = useTranslations("rows");
  if (page === 0 && !more) return null;
  return (
    <nav aria-label={t("pages")} className="flex items-center gap-3 pt-3 text-sm">
      <Button disabled={page === 0} onClick={() => go(page - 1)}>
        {t("earlier")}
      </Button>
      <span className="number text-soft">{t("page", { page: page + 1 })}</span>
      <Button disabled={!more} onClick={() => go(page + 1)}>
        {t("later")}
      </Button>
    </nav>
  );
}
