"use client";

import { useTranslations } from "next-intl";
import type { BackTest } from "@/lib/alerts/manage/rules-shape";
import type { Watch } from "@/lib/alerts/rules/rule-shape";
import { figureInWords } from "@/lib/alerts/words/figures";
import { formatCount, formatDay } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Skeleton } from "../ui/skeleton";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { ProblemNote } from "./problem-note";
import { useBackTest } from "./use-alerts";

/** What the rule would have fired on in the last term. */
export function BackTestPart({ watch }: { watch: Watch | null }) {
  const t = useTranslations("alerts.backTest");
  const query = useBackTest(watch);
  if (watch === null) return null;
  return (
    <section aria-label={t("title")}>
      <h3 className="text-sm font-medium">{t("title")}</h3>
      {query.isPending ? <Skeleton height={56} label={t("loading")} /> : <Found found={query.data ?? null} error={query.error} />}
    </section>
  );
}

function Found({ found, error }: { found: BackTest | null; error: Error | null }) {
  const t = useTranslations("alerts.backTest");
  const locale = useKnownLocale();
  if (found === null) return <ProblemNote error={error} />;
  const { term, by, looked, known, firings } = found;
  if (by === "not-kept") return <p className="text-sm text-soft">{t("notKept")}</p>;
  if (term === null) return <p className="text-sm text-soft">{t("noTerm")}</p>;
  if (known === 0) return <p className="text-sm text-soft">{t(by === "known-then" ? "notKnownThen" : "noFigures", { term: term.name })}</p>;
  return (
    <>
      <p className="text-sm" role="status">
        {t("fired", { term: term.name, count: firings.length })} <span className="text-soft">{t("looked", { by, looked, known })}</span>
      </p>
      {firings.length > 0 && (
        <Table label={t("title")}>
          <HeadRow>
            <ColumnHead>{t("day")}</ColumnHead>
            <ColumnHead figure>{t("value")}</ColumnHead>
            <ColumnHead figure>{t("reference")}</ColumnHead>
            <ColumnHead figure>{t("students")}</ColumnHead>
            <ColumnHead>{t("overOn")}</ColumnHead>
          </HeadRow>
          <tbody>
            {firings.map(({ day, overOn, value, reference, n, nExact, unit }) => (
              <Row key={day}>
                <RowHead>{formatDay(day, locale, true)}</RowHead>
                <Cell figure>{figureInWords(value, unit, locale)}</Cell>
                <Cell figure>{figureInWords(reference, unit, locale)}</Cell>
                <Cell figure>{n === null ? "–" : `${nExact ? "" : "≥ "}${formatCount(n, locale)}`}</Cell>
                <Cell>{overOn === null ? t("notOver") : formatDay(overOn, locale, true)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
