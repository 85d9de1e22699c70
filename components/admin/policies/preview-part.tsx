"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Preview, PreviewFigure } from "@/lib/policies/preview-shape";
import { formatCount, formatDay, formatGap, formatValue } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
import { kpiName, type Names, unitOfKpi } from "./policy-words";

type Props = { preview: Preview; names: Names; validFrom: string };

/** What the draft does to real figures, those that differ marked. */
export function PreviewPart({ preview, names, validFrom }: Props) {
  const t = useTranslations("admin.policies.preview");
  const locale = useKnownLocale();
  const { changes, figures, danger, hidden, past, targets, term } = preview;
  return (
    <section aria-label={t("title")} className="mt-5 space-y-4 border-t border-line pt-4" data-preview>
      <h3 className="font-semibold">{t("title")}</h3>
      {preview.nothing && <p className="rounded-md bg-sunken p-3">{t("nothing")}</p>}
      {preview.ahead && !preview.nothing && <p className="text-sm">{t("ahead", { day: formatDay(validFrom, locale, true) })}</p>}
      {changes.some(({ path }) => path.startsWith("retention.")) && <p className="text-sm">{t("retention")}</p>}
      {preview.withheld && !preview.nothing && <p className="rounded-md bg-sunken p-3">{t("withheld")}</p>}
      {past.compared > 0 && <Past past={past} />}
      {figures.length > 0 && term !== null && <Figures figures={figures} term={term.name} />}
      {danger !== null && (
        <Counts
          title={t("danger")}
          rows={[
            [t("near"), danger.near],
            [t("chronic"), danger.chronic],
          ]}
        />
      )}
      {hidden !== null && <Counts title={t("hiddenTitle")} rows={[[t("hidden"), hidden]]} />}
      {targets.length > 0 && (
        <Table label={t("targets")}>
          <HeadRow>
            <ColumnHead>{t("targets")}</ColumnHead>
            <ColumnHead figure>{t("now")}</ColumnHead>
            <ColumnHead figure>{t("drafted")}</ColumnHead>
          </HeadRow>
          <tbody>
            {targets.map(({ kpi, orgUnit, now, drafted }) => (
              <Row key={`${kpi} ${orgUnit}`}>
                <RowHead>
                  {kpiName(kpi, locale)} <span className="text-soft">{orgUnit === null ? t("institution") : names.unit(orgUnit)}</span>
                </RowHead>
                <Cell figure>{formatValue(now, unitOfKpi(kpi), locale)}</Cell>
                <Cell figure className="font-semibold">
                  {formatValue(drafted, unitOfKpi(kpi), locale)}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      {!preview.withheld && <p className="text-xs text-soft">{t("method")}</p>}
    </section>
  );
}

function Past({ past }: { past: Preview["past"] }) {
  const t = useTranslations("admin.policies.preview");
  const locale = useKnownLocale();
  return (
    <div className={past.changed > 0 ? "rounded-md bg-warn-soft p-3 text-warn" : "rounded-md bg-sunken p-3"}>
      <p className="font-medium">{t("past", { changed: past.changed, compared: formatCount(past.compared, locale) })}</p>
      <ul className="text-sm">
        {past.terms.map((term) => (
          <li key={term.name}>{t("pastTerm", { term: term.name, changed: term.changed, compared: formatCount(term.compared, locale) })}</li>
        ))}
      </ul>
      {past.more && <p className="text-sm">{t("pastMore")}</p>}
    </div>
  );
}

function Figures({ figures, term }: { figures: readonly PreviewFigure[]; term: string }) {
  const t = useTranslations("admin.policies.preview");
  const locale = useKnownLocale();
  return (
    <Table label={t("figures", { term })}>
      <HeadRow>
        <ColumnHead>{t("figures", { term })}</ColumnHead>
        <ColumnHead figure>{t("now")}</ColumnHead>
        <ColumnHead figure>{t("drafted")}</ColumnHead>
        <ColumnHead figure>{t("ifHeld")}</ColumnHead>
      </HeadRow>
      <tbody>
        {figures.map((figure) => (
          <Row key={`${figure.kpi} ${figure.orgUnit}`}>
            <RowHead className={figure.orgUnit === null ? "font-medium" : "pl-4"}>
              {figure.orgUnit === null ? kpiName(figure.kpi, locale) : (figure.name ?? figure.orgUnit)}
            </RowHead>
            <Cell figure>{formatValue(figure.now, figure.unit, locale)}</Cell>
            <Against figure={figure} value={figure.drafted} />
            <Against figure={figure} value={figure.ifHeld} />
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** A value beside that of now: the difference in writing where there is one, however small. */
function Against({ figure, value }: { figure: PreviewFigure; value: number | null }): ReactNode {
  const t = useTranslations("admin.policies.preview");
  const locale = useKnownLocale();
  if (value === figure.now)
    return (
      <Cell figure className="text-soft">
        {t("same")}
      </Cell>
    );
  const gap = value === null || figure.now === null ? null : formatGap(value - figure.now, figure.unit, locale);
  return (
    <Cell figure className="font-semibold">
      {formatValue(value, figure.unit, locale)}
      {gap !== null && <span className="ml-2 text-sm font-normal text-accent">{gap}</span>}
    </Cell>
  );
}

type Count = { now: number; drafted: number; become: number; stop: number };

function Counts({ title, rows }: { title: string; rows: readonly (readonly [string, Count])[] }) {
  const t = useTranslations("admin.policies.preview");
  const locale = useKnownLocale();
  const count = (value: number) => formatCount(value, locale);
  return (
    <Table label={title}>
      <HeadRow>
        <ColumnHead>{title}</ColumnHead>
        <ColumnHead figure>{t("now")}</ColumnHead>
        <ColumnHead figure>{t("drafted")}</ColumnHead>
        <ColumnHead figure>{t("become")}</ColumnHead>
        <ColumnHead figure>{t("stop")}</ColumnHead>
      </HeadRow>
      <tbody>
        {rows.map(([name, counts]) => (
          <Row key={name}>
            <RowHead>{name}</RowHead>
            <Cell figure>{count(counts.now)}</Cell>
            <Cell figure className={counts.now === counts.drafted ? "" : "font-semibold"}>
              {count(counts.drafted)}
            </Cell>
            <Cell figure>{count(counts.become)}</Cell>
            <Cell figure>{count(counts.stop)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
