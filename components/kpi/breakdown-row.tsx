"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import type { Deviation } from "@/lib/kpis/rank-deviations";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Cell, Row, RowHead } from "../ui/table";
import { TextLink } from "../ui/text-link";
import { formatCount, formatGap, formatValue } from "./format";
import type { Ranked } from "./order-groups";

type Props = {
  row: Ranked;
  unit: "ratio" | "points";
  /** Whether the table has a column for what each is measured against. */
  usual: boolean;
  /** The largest gap of the table: what half the bar's room stands for. */
  furthest: number;
  /** Off on the worse side, and not by chance. */
  stands: boolean;
  href: string | null;
};

/** One group. Its bar is the difference that is written beside it, the line over it where chance leaves it; only what is worse for sure is coloured. */
export function BreakdownRow({ row: { group, gap, against, deviation }, unit, usual, furthest, stands, href }: Props) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const { threshold } = useShell();
  const name = group.label ?? group.key ?? t("kpi.noneKey");
  const few = !group.suppressed && (group.n ?? 0) < threshold;
  const count = group.n === undefined ? "" : formatCount(group.n, locale);
  const written = (value: number) => formatGap(value, unit, locale);
  const interval = (own: Deviation) =>
    t("breakdown.interval", { shrunk: written(own.shrunk), low: written(own.low), high: written(own.high) });
  return (
    <Row muted={few}>
      <RowHead>{href === null ? name : <TextLink href={href}>{name}</TextLink>}</RowHead>
      <Cell className="hidden sm:table-cell" title={deviation === null ? undefined : interval(deviation)}>
        <span className="relative block h-2.5 rounded-sm bg-sunken" aria-hidden="true">
          <span className="absolute -inset-y-0.5 left-1/2 border-l border-edge" />
          {gap !== null && (
            <span
              className={clsx("absolute inset-y-0 rounded-sm", stands ? "bg-series" : "bg-series-before")}
              style={spanOf(0, gap, furthest)}
            />
          )}
          {deviation !== null && (
            <span className="absolute top-1/2 border-t border-ink" style={spanOf(deviation.low, deviation.high, furthest)} />
          )}
        </span>
      </Cell>
      <Cell figure>{group.suppressed ? <span className="text-soft">{t("kpi.hidden")}</span> : formatValue(group.value, unit, locale)}</Cell>
      {usual && (
        <Cell figure className="hidden text-soft sm:table-cell">
          {group.suppressed ? "–" : formatValue(against, unit, locale)}
        </Cell>
      )}
      <Cell figure className={stands ? "font-medium" : "text-soft"}>
        {gap === null ? "–" : written(gap)}
        {deviation !== null && <span className="sr-only"> ({interval(deviation)})</span>}
      </Cell>
      <Cell figure className="text-soft">
        {group.nExact === false ? t("kpi.atLeast", { n: count }) : count}
      </Cell>
    </Row>
  );
}

/** From one difference to another, in a box whose middle is none and whose half is the furthest. */
function spanOf(from: number, to: number, furthest: number): { left: string; width: string } {
  const place = (value: number) => 50 + (value / furthest) * 50;
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  return { left: `${place(low)}%`, width: `${place(high) - place(low)}%` };
}
