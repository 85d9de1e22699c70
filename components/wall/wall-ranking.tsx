"use client";

import { useTranslations } from "next-intl";
import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { observedOf, ruleOf } from "@/lib/kpis/observed";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { formatGap, formatValue } from "../kpi/format";
import { Freshness } from "../kpi/freshness";
import { LiveState } from "../kpi/live-state";
import { orderGroups, rankGroups } from "../kpi/order-groups";
import { useNoneWords } from "../kpi/use-none-words";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";

/** So many fit the screen. */
const most = 7;

/** Those that are furthest below the whole, the worst first. */
export function WallRanking({ title, member, view }: { title: string; member: string; view: ViewQuery }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const { threshold } = useShell();
  const live = useLiveKpi(view, locale);
  const none = useNoneWords(view, live.answer);
  return (
    <Card title={title} aside={<Freshness live={live} />}>
      <LiveState live={live} height={240}>
        {(answer) => {
          const standing = (cell: KpiGroup | KpiAnswer) => observedOf(view.kpi, cell, ruleOf(answer));
          const whole = { value: answer.value, observed: standing(answer) };
          const rules = { direction: "up" as const, least: threshold, whole, observedOf: standing };
          const ranked = rankGroups(answer.groups ?? [], rules);
          const rows = orderGroups(ranked, rules, { by: "need", reverse: false }, new Intl.Collator(locale)).slice(0, most);
          if (rows.length === 0) return <EmptyState {...none} />;
          return (
            <Table label={title}>
              <HeadRow>
                <ColumnHead>{member}</ColumnHead>
                <ColumnHead figure>{t("breakdown.value")}</ColumnHead>
                <ColumnHead figure>{t("breakdown.gap")}</ColumnHead>
              </HeadRow>
              <tbody>
                {rows.map(({ group, gap }) => (
                  <Row key={group.key ?? ""}>
                    <RowHead>
                      <span className="line-clamp-1">{group.label ?? group.key ?? t("kpi.noneKey")}</span>
                    </RowHead>
                    <Cell figure>{group.suppressed ? t("kpi.hidden") : formatValue(group.value, answer.unit, locale)}</Cell>
                    <Cell figure className="text-soft">
                      {gap === null ? "–" : formatGap(gap, answer.unit, locale)}
                    </Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
          );
        }}
      </LiveState>
    </Card>
  );
}
