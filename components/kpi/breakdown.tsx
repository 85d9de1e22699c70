"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { observedOf, ruleOf } from "@/lib/kpis/observed";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { Offered } from "../exports/offered";
import type { Palette } from "../exports/palette";
import { UnappliedNote } from "../filters/unapplied-note";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ShowMore } from "../ui/show-more";
import { ColumnHead, HeadRow, Table } from "../ui/table";
import { BreakdownRow } from "./breakdown-row";
import { definitionFor, definitionText } from "./definition-text";
import { formatGap, formatValue, isEven } from "./format";
import { Freshness } from "./freshness";
import { HiddenNote } from "./hidden-note";
import { HowOrdered } from "./how-ordered";
import { LiveState } from "./live-state";
import { type GroupSort, orderGroups, type Ranked, rankGroups, type Standing } from "./order-groups";
import { otherTermViewOf } from "./other-term-view";
import { useNoneWords } from "./use-none-words";

/** The worst come first; the rest on demand. */
const mostAtFirst = 12;

/** What half a bar's room stands for at the least: small differences are to look small. */
const leastRoom = { ratio: 0.02, points: 0.2 } as const;

export type Target = "departments" | "courses" | "sections";
type Props = {
  title: string;
  /** With `compare`, each group is measured against its own past; without, against the whole. */
  view: ViewQuery;
  /** What the groups are called. */
  member: string;
  /** Where a group leads to. */
  to?: Target | undefined;
  query: string;
};

/** A breakdown as a table with aligned bars, the worst first: what is deeper is a link. */
export function Breakdown(props: Props) {
  const locale = useKnownLocale();
  const live = useLiveKpi(props.view, locale);
  const shell = useShell();
  const none = useNoneWords(props.view, live.answer);
  return (
    <Card title={props.title} aside={<Freshness live={live} />}>
      <LiveState live={live} height={240}>
        {(answer) => {
          if ((answer.groups ?? []).length === 0) return <EmptyState {...none} height={240} />;
          const before = otherTermViewOf(props.view, answer, shell);
          return before === null ? <Groups {...props} answer={answer} /> : <AgainstPast {...props} answer={answer} before={before} />;
        }}
      </LiveState>
    </Card>
  );
}

function AgainstPast({ answer, before, view, ...rest }: Props & { answer: KpiAnswer; before: ViewQuery }) {
  const { answer: then } = useLiveKpi(before, useKnownLocale());
  const normals = then?.groups?.map((group): [string, Standing] => [
    group.key ?? "",
    { value: group.value, observed: observedOf(view.kpi, group, ruleOf(then)) },
  ]);
  return <Groups {...rest} view={view} answer={answer} before={normals === undefined ? undefined : new Map(normals)} />;
}

type GroupsProps = Props & { answer: KpiAnswer; before?: ReadonlyMap<string, Standing> | undefined };

function Groups({ title, view, member, to, query, answer, before }: GroupsProps) {
  const t = useTranslations("breakdown");
  const kpiText = useTranslations("kpi");
  const locale = useKnownLocale();
  const { threshold } = useShell();
  const [sort, setSort] = useState<GroupSort>({ by: "need", reverse: false });
  const standing = (cell: KpiGroup | KpiAnswer) => observedOf(view.kpi, cell, ruleOf(answer));
  const whole = { value: answer.value, observed: standing(answer) };
  const rules = { direction: definitionFor(view.kpi)?.direction ?? "up", least: threshold, whole, observedOf: standing, before };
  const rows = orderGroups(rankGroups(answer.groups ?? [], rules), rules, sort, new Intl.Collator(locale));
  const measuredByChance = rows.some(({ deviation }) => deviation !== null);
  const furthest = Math.max(
    leastRoom[answer.unit],
    ...rows.flatMap(({ gap, deviation }) => [Math.abs(gap ?? 0), ...(deviation === null ? [] : [-deviation.low, deviation.high])]),
  );
  const sortBy = (by: GroupSort["by"]) => ({
    by: sort.by !== by ? null : sort.reverse ? ("descending" as const) : ("ascending" as const),
    toggle: () => setSort({ by, reverse: sort.by === by && !sort.reverse }),
  });
  const measured =
    before === undefined
      ? t("againstWhole", { value: formatValue(answer.value, answer.unit, locale) })
      : t("againstPast", { label: answer.comparison?.label ?? "" });
  const worse = (gap: number) => (rules.direction === "up" ? gap < 0 : gap > 0);
  /** Off on the worse side: for sure, or where chance cannot be told by more than a few students' difference. */
  const isWorse = ({ group, gap, deviation }: Pick<Ranked, "group" | "gap" | "deviation">) =>
    deviation === null
      ? gap !== null && worse(gap) && !isEven(gap, answer.unit) && (group.n ?? 0) >= threshold
      : deviation.sure !== 0 && worse(deviation.sure);
  const sheet = async () => {
    const { groupsSheet } = await import("../exports/figure-sheet");
    const ofGroup = new Map(rows.map((row) => [row.group, row]));
    return groupsSheet(
      answer,
      view.groupBy ?? "",
      rows.map((row) => row.group),
      {
        columns: ["measured_against", "gap", "gap_supported", "gap_low", "gap_high"],
        of: (group) => {
          const { against = null, gap = null, deviation = null } = ofGroup.get(group) ?? {};
          return [against, gap, deviation?.shrunk ?? null, deviation?.low ?? null, deviation?.high ?? null];
        },
      },
    );
  };
  const picture = async (palette: Palette) =>
    (await import("../exports/bars-picture")).barsPicture(
      rows.map(({ group, gap, deviation }) => ({
        name: group.label ?? group.key ?? kpiText("noneKey"),
        share: (gap ?? 0) / furthest,
        strong: isWorse({ group, gap, deviation }),
        figures: [
          group.suppressed ? kpiText("hidden") : formatValue(group.value, answer.unit, locale),
          gap === null ? "–" : formatGap(gap, answer.unit, locale),
        ],
      })),
      [t("value"), before === undefined ? t("gap") : t("change")],
      palette,
      "middle",
    );
  return (
    <>
      <UnappliedNote view={view} />
      <Offered kind="table" drawn make={() => ({ view, answer, sheet, picture })} />
      <p className="mb-1 text-sm text-soft">
        {t(measuredByChance ? "order" : "orderPoints", { kpi: definitionText(view.kpi, locale), against: measured, threshold })}{" "}
        {measuredByChance && rows.every(({ deviation }) => deviation === null || deviation.sure === 0) && `${t("nobody")} `}
        {measuredByChance && <HowOrdered />}
      </p>
      <ShowMore rows={rows} most={mostAtFirst}>
        {(shown) => (
          <Table label={title}>
            <HeadRow>
              <ColumnHead sort={sortBy("name")}>{member}</ColumnHead>
              <ColumnHead className="hidden w-1/3 text-center sm:table-cell">{t("bar")}</ColumnHead>
              <ColumnHead figure sort={sortBy("value")}>
                {t("value")}
              </ColumnHead>
              {before !== undefined && (
                <ColumnHead figure className="hidden sm:table-cell">
                  {t("usual")}
                </ColumnHead>
              )}
              <ColumnHead figure sort={sortBy("need")}>
                {measuredByChance ? t("deviation") : before === undefined ? t("gap") : t("change")}
              </ColumnHead>
              <ColumnHead figure sort={sortBy("students")}>
                {t("students")}
              </ColumnHead>
            </HeadRow>
            <tbody>
              {shown.map((row) => (
                <BreakdownRow
                  key={row.group.key ?? ""}
                  row={row}
                  unit={answer.unit}
                  usual={before !== undefined}
                  furthest={furthest}
                  stands={isWorse(row)}
                  href={
                    to === undefined || typeof row.group.key !== "string" ? null : `/${to}/${encodeURIComponent(row.group.key)}${query}`
                  }
                />
              ))}
            </tbody>
          </Table>
        )}
      </ShowMore>
      <HiddenNote groups={rows.map(({ group }) => group)} />
    </>
  );
}
