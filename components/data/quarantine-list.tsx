"use client";

import { useTranslations } from "next-intl";
import type { QuarantineItem, QuarantinePage } from "@/lib/ingest/quarantine/shapes";
import { useAddress } from "../filters/use-address";
import { formatCount, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { TextLink } from "../ui/text-link";
import { ErrorPath } from "./error-path";
import { PartState } from "./part-state";
import { filterOfAddress } from "./quarantine-address";
import { QuarantineFilters } from "./quarantine-filters";
import { ReplayAll } from "./replay-all";
import { useQuarantine } from "./use-data";

export function QuarantineList() {
  const t = useTranslations("data.quarantine");
  const { parameters } = useAddress();
  const filter = filterOfAddress(parameters);
  const query = useQuarantine(filter, parameters.get("after"));
  return (
    <div className="space-y-4">
      <QuarantineFilters filter={filter} choices={query.data?.choices ?? null} />
      <PartState query={query} height={400}>
        {(page) => (
          <>
            {filter.state === "open" && page.total > 0 && <ReplayAll key={JSON.stringify(filter)} filter={filter} />}
            <Items page={page} narrowed={Object.keys(filter).some((name) => name !== "state")} title={t("title")} />
          </>
        )}
      </PartState>
    </div>
  );
}

function Items({ page, narrowed, title }: { page: QuarantinePage; narrowed: boolean; title: string }) {
  const t = useTranslations("data.quarantine");
  const locale = useKnownLocale();
  const { parameters, hrefOf } = useAddress();
  if (page.items.length === 0) {
    return (
      <Card title={title}>
        <EmptyState title={narrowed ? t("noneMatch") : t("none")} text={narrowed ? t("noneMatchHelp") : t("noneHelp")} />
      </Card>
    );
  }
  return (
    <Card title={title} aside={t(page.totalIsLeast ? "totalAtLeast" : "total", { count: formatCount(page.total, locale) })}>
      <Table label={title}>
        <HeadRow>
          <ColumnHead>{t("arrived")}</ColumnHead>
          <ColumnHead>{t("wrong")}</ColumnHead>
          <ColumnHead>{t("type")}</ColumnHead>
          <ColumnHead>{t("source")}</ColumnHead>
          <ColumnHead>{t("event")}</ColumnHead>
          <ColumnHead>{t("state")}</ColumnHead>
        </HeadRow>
        <tbody>
          {page.items.map((item) => (
            <ItemRow key={item.id} item={item} />
          ))}
        </tbody>
      </Table>
      <p className="mt-3 flex gap-4 text-sm">
        {parameters.get("after") !== null && <TextLink href={hrefOf({ after: null })}>{t("newest")}</TextLink>}
        {page.next !== null && <TextLink href={hrefOf({ after: page.next })}>{t("older")}</TextLink>}
      </p>
    </Card>
  );
}

function ItemRow({ item }: { item: QuarantineItem }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const { hrefOf } = useAddress();
  return (
    <Row muted={item.state !== "open"}>
      <RowHead className="whitespace-nowrap">
        <TextLink className="number" href={hrefOf({ item: item.id })}>
          {formatInstant(item.arrivedAt, locale, zone)}
        </TextLink>
      </RowHead>
      <Cell>
        <WhatIsWrong errors={item.errors} />
      </Cell>
      <Cell>{item.type ?? t("data.quarantine.unread")}</Cell>
      <Cell>{item.source ?? t("data.quarantine.unread")}</Cell>
      <Cell className="max-w-48 truncate">{item.eventId ?? "–"}</Cell>
      <Cell className="whitespace-nowrap">{t(`data.item.${item.state}`)}</Cell>
    </Row>
  );
}

const shown = 2;

/** Where and by which rule, as briefly as it goes. */
function WhatIsWrong({ errors }: { errors: QuarantineItem["errors"] }) {
  const t = useTranslations("data.quarantine");
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {errors.slice(0, shown).map(({ path, rule }) => (
        <span key={`${path} ${rule}`} className="whitespace-nowrap">
          <ErrorPath path={path} /> <Badge tone="warn">{rule}</Badge>
        </span>
      ))}
      {errors.length > shown && <span className="text-sm text-soft">{t("moreErrors", { count: errors.length - shown })}</span>}
    </span>
  );
}
