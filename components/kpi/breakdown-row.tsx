"use client";

import { useTranslations } from "next-intl";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Cell, Row, RowHead } from "../ui/table";
import { TextLink } from "../ui/text-link";
import { formatCount, formatGap, formatValue, isEven } from "./format";
import type { Ranked } from "./order-groups";

type Props = {
  row: Ranked;
  unit: "ratio" | "points";
  /** The largest gap of the table: what half the bar's room stands for. */
  furthest: number;
  worse: (gap: number) => boolean;
  href: string | null;
};

/** One group. Its bar leaves the middle towards the side that it is on; only the worse side is coloured. */
export function BreakdownRow({ row: { group, gap }, unit, furthest, worse, href }: Props) {
  const t = useTranslations("kpi");
  const locale = useKnownLocale();
  const { threshold } = useShell();
  const name = group.label ?? group.key ?? t("noneKey");
  const few = !group.suppressed && (group.n ?? 0) < threshold;
  const count = group.n === undefined ? "" : formatCount(group.n, locale);
  return (
    <Row muted={few}>
      <RowHead>{href === null ? name : <TextLink href={href}>{name}</TextLink>}</RowHead>
      <Cell className="hidden sm:table-cell">
        <span className="relative block h-2.5 rounded-sm bg-sunken" aria-hidden="true">
          <span className="absolute -inset-y-0.5 left-1/2 border-l border-edge" />
          {gap !== null && (
            <span
              className={`absolute inset-y-0 rounded-sm ${worse(gap) && !few && !isEven(gap, unit) ? "bg-series" : "bg-series-before"}`}
              style={{ width: `${(Math.abs(gap) / furthest) * 50}%`, ...(gap < 0 ? { right: "50%" } : { left: "50%" }) }}
            />
          )}
        </span>
      </Cell>
      <Cell figure>{group.suppressed ? <span className="text-soft">{t("hidden")}</span> : formatValue(group.value, unit, locale)}</Cell>
      <Cell figure className={gap !== null && !few && worse(gap) && !isEven(gap, unit) ? "font-medium" : "text-soft"}>
        {gap === null ? "–" : formatGap(gap, unit, locale)}
      </Cell>
      <Cell figure className="text-soft">
        {group.nExact === false ? t("atLeast", { n: count }) : count}
      </Cell>
    </Row>
  );
}
