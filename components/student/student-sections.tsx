"use client";

import { useTranslations } from "next-intl";
import type { RunningGrade } from "@/lib/warehouse/queries/get-running-grades";
import type { StudentSection } from "@/lib/warehouse/queries/get-student";
import type { StudentMarks } from "@/lib/warehouse/queries/list-student-marks";
import { formatValue } from "../kpi/format";
import { AbsencesLeft } from "../people/absences-left";
import { AttendanceCounts, AttendanceHead } from "../people/attendance-columns";
import { MarkStrip, StripLegend } from "../people/mark-strip";
import { Provenance } from "../people/provenance";
import { useKnownLocale } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Cell, Row, RowHead, Table } from "../ui/table";
import { TextLink } from "../ui/text-link";

type Props = { sections: StudentSection[]; marks: StudentMarks[]; running: RunningGrade[]; query: string };

/** The student's sections, the latest term first: attendance, the distance to the limit, and grades. */
export function StudentSections({ sections, marks, running, query }: Props) {
  const t = useTranslations();
  const marksOf = new Map(marks.map((one) => [one.section, one.marks]));
  const shares = new Map(running.map((one) => [one.section, one.share]));
  return (
    <Card title={t("student.sections")}>
      {sections.length === 0 ? (
        <EmptyState title={t("student.noSections")} />
      ) : (
        <>
          <Table label={t("student.sections")}>
            <AttendanceHead first={t("page.course")} letter={t("section.letter")} running={shares.size > 0} />
            <tbody>
              {sections.map((row) => (
                <SectionRow
                  key={row.section}
                  row={row}
                  marks={marksOf.get(row.section) ?? []}
                  share={shares.get(row.section) ?? null}
                  running={shares.size > 0}
                  query={query}
                />
              ))}
            </tbody>
          </Table>
          <div className="mt-3">
            <StripLegend />
          </div>
        </>
      )}
    </Card>
  );
}

type RowProps = { row: StudentSection; marks: StudentMarks["marks"]; share: number | null; running: boolean; query: string };

function SectionRow({ row, marks, share, running, query }: RowProps) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const gone = row.status === "withdrawn";
  return (
    <Row muted={gone}>
      <RowHead>
        <TextLink href={`/sections/${encodeURIComponent(row.section)}${query}`}>{row.title ?? row.section}</TextLink>
        <span className="block whitespace-nowrap text-xs text-soft">
          {[row.term, row.section].filter((part) => part !== null).join(" · ")} <Provenance source={row.source} />
        </span>
      </RowHead>
      <Cell className="whitespace-nowrap">
        <span className="flex gap-1">
          {gone ? "–" : <AbsencesLeft left={row.absencesLeft} past={!row.underWay} />}
          {!gone && row.chronic && row.underWay && <Badge title={t("absence.chronicHelp")}>{t("absence.chronic")}</Badge>}
        </span>
      </Cell>
      <Cell>
        <MarkStrip marks={marks} />
      </Cell>
      <AttendanceCounts of={row} />
      {running && <Cell figure>{formatValue(share, "ratio", locale)}</Cell>}
      <Cell figure>
        {row.letter ?? "–"}
        {row.state === "provisional" && <span className="ml-1 text-xs text-soft">{t("status.provisional")}</span>}
      </Cell>
      <Cell className="whitespace-nowrap text-soft">{row.status === null ? "–" : t(`status.${row.status}`)}</Cell>
    </Row>
  );
}
