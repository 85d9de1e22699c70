"use client";

import { useTranslations } from "next-intl";
import type { MarkLetter } from "@/lib/warehouse/marks";
import { usePlaceHref } from "../filters/use-place-href";
import { formatCount, formatValue } from "../kpi/format";
import { AbsencesLeft } from "../people/absences-left";
import { AttendanceCounts, AttendanceHead } from "../people/attendance-columns";
import { type DatedMark, MarkStrip, StripLegend } from "../people/mark-strip";
import { useKnownLocale } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ShowMore } from "../ui/show-more";
import { Cell, Row, RowHead, Table } from "../ui/table";
import { TextLink } from "../ui/text-link";
import type { SectionData, SectionStudentRow } from "./fetch-section";

/** Those near the limit come first; the rest on demand. */
const mostAtFirst = 20;

/** The section's students by their distance to the absence limit. */
export function SectionStudents({ data: { roll, students } }: { data: SectionData }) {
  const t = useTranslations();
  const running = students.some((one) => one.running !== null);
  const provisional = students.every((one) => one.state !== "final") && students.some((one) => one.state === "provisional");
  return (
    <Card title={t("page.students")} id="students">
      <Limit roll={roll} />
      {students.length === 0 ? (
        <EmptyState title={t("section.none")} text={t("section.noneHelp")} />
      ) : (
        <ShowMore rows={students} most={mostAtFirst}>
          {(shown) => (
            <Table label={t("page.students")}>
              <AttendanceHead
                first={t("section.name")}
                letter={provisional ? t("section.letterProvisional") : t("section.letter")}
                running={running}
              />
              <tbody>
                {shown.map((student) => (
                  <StudentRow
                    key={student.student}
                    student={student}
                    marks={marksOf(student, roll.meetings)}
                    running={running}
                    provisional={provisional}
                  />
                ))}
              </tbody>
            </Table>
          )}
        </ShowMore>
      )}
      {students.length > 0 && (
        <div className="mt-3">
          <StripLegend />
        </div>
      )}
    </Card>
  );
}

/** Meetings that were held, each with the student's mark. */
function marksOf(student: SectionStudentRow, meetings: SectionData["roll"]["meetings"]): DatedMark[] {
  return meetings.flatMap(({ day, status }, index) => {
    const mark = student.marks[index] ?? "-";
    return status === "held" && isLetter(mark) ? [{ day, mark }] : [];
  });
}

const isLetter = (text: string): text is MarkLetter => /^[plae-]$/.test(text);

function Limit({ roll }: { roll: SectionData["roll"] }) {
  const t = useTranslations("absence");
  const locale = useKnownLocale();
  const { absenceLimit, meetingsPlanned, meetingsHeld, absencesAllowed } = roll;
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(absenceLimit);
  return (
    <p className="mb-2 text-sm text-soft">
      {meetingsPlanned === null || absencesAllowed === null
        ? t("ruleUnknown", { share })
        : t("rule", {
            share,
            planned: formatCount(meetingsPlanned, locale),
            allowed: formatCount(absencesAllowed, locale),
            left: formatCount(Math.max(0, meetingsPlanned - meetingsHeld), locale),
          })}{" "}
      {t("order")}
    </p>
  );
}

type RowProps = {
  student: SectionStudentRow;
  marks: DatedMark[];
  running: boolean;
  /** The column is headed as provisional already. */
  provisional: boolean;
};

function StudentRow({ student, marks, running, provisional }: RowProps) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const hrefOf = usePlaceHref();
  const gone = student.status === "withdrawn";
  return (
    <Row muted={gone}>
      <RowHead className="whitespace-nowrap">
        <TextLink href={hrefOf("students", student.student)}>{student.name ?? t("student.unknown")}</TextLink>
      </RowHead>
      <Cell className="whitespace-nowrap">
        <span className="flex gap-1">
          {gone ? "–" : <AbsencesLeft left={student.absencesLeft} />}
          {!gone && student.chronic && <Badge title={t("absence.chronicHelp")}>{t("absence.chronic")}</Badge>}
        </span>
      </Cell>
      <Cell>
        <MarkStrip marks={marks} />
      </Cell>
      <AttendanceCounts of={student} />
      {running && <Cell figure>{formatValue(student.running, "ratio", locale)}</Cell>}
      <Cell figure>
        {student.letter ?? "–"}
        {!provisional && student.state === "provisional" && <span className="ml-1 text-xs text-soft">{t("status.provisional")}</span>}
      </Cell>
      <Cell className="text-soft">{student.status === null ? "–" : t(`status.${student.status}`)}</Cell>
    </Row>
  );
}
