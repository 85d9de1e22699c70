"use client";

import { useTranslations } from "next-intl";
import type { StudentSection } from "@/lib/warehouse/queries/get-student";
import type { StudentScore } from "@/lib/warehouse/queries/get-student-scores";
import { formatDay, formatMeasure } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ShowMore } from "../ui/show-more";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";

/** The latest come first; the rest on demand. */
const mostAtFirst = 8;

type Props = {
  scores: StudentScore[];
  sections: StudentSection[];
  /** Whether the reader is a lecturer or an advisor at all. */
  teaches: boolean;
};

/** Scores by assessment, for the student's lecturers and advisor. */
export function StudentScores({ scores, sections, teaches }: Props) {
  const t = useTranslations("scores");
  const locale = useKnownLocale();
  const titles = new Map(sections.map((one) => [one.section, one.title ?? one.section]));
  return (
    <Card title={t("title")} note={scores.length > 0 ? t("note") : undefined}>
      {scores.length === 0 ? (
        <EmptyState title={teaches ? t("none") : t("forbidden")} text={teaches ? t("noneHelp") : t("forbiddenHelp")} />
      ) : (
        <ShowMore rows={scores} most={mostAtFirst}>
          {(shown) => (
            <Table label={t("title")}>
              <HeadRow>
                <ColumnHead>{t("assessment")}</ColumnHead>
                <ColumnHead>{t("course")}</ColumnHead>
                <ColumnHead figure>{t("due")}</ColumnHead>
                <ColumnHead figure>{t("submitted")}</ColumnHead>
                <ColumnHead figure>{t("weight")}</ColumnHead>
                <ColumnHead figure>{t("score")}</ColumnHead>
              </HeadRow>
              <tbody>
                {shown.map((one) => (
                  <Row key={one.assessment}>
                    <RowHead className="whitespace-nowrap">{one.title ?? one.assessment}</RowHead>
                    <Cell className="whitespace-nowrap text-soft">{titles.get(one.section) ?? one.section}</Cell>
                    <Cell figure className="text-soft">
                      {one.dueOn === null ? "–" : formatDay(one.dueOn, locale, true)}
                    </Cell>
                    <Cell figure className="text-soft">
                      {one.submittedOn === null ? "–" : formatDay(one.submittedOn, locale, true)}
                    </Cell>
                    <Cell figure className="text-soft">
                      {one.weight === null ? "–" : formatMeasure(one.weight, locale)}
                    </Cell>
                    <Cell figure>
                      {one.score === null
                        ? t("takenBack")
                        : one.maxScore === null
                          ? formatMeasure(one.score, locale)
                          : t("of", { score: formatMeasure(one.score, locale), most: formatMeasure(one.maxScore, locale) })}
                    </Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
          )}
        </ShowMore>
      )}
    </Card>
  );
}
