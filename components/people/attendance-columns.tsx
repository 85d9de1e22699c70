"use client";

import { useTranslations } from "next-intl";
import { formatCount } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Cell, ColumnHead, HeadRow } from "../ui/table";

const counts = ["present", "late", "absent", "excused"] as const;

type HeadProps = { first: string; letter: string; running: boolean };

/** The head of a table with one attendance in each row: of a section's students, or of a student's sections. */
export function AttendanceHead({ first, letter, running }: HeadProps) {
  const t = useTranslations();
  return (
    <HeadRow>
      <ColumnHead>{first}</ColumnHead>
      <ColumnHead>{t("absence.heading")}</ColumnHead>
      <ColumnHead>{t("strip.heading")}</ColumnHead>
      {counts.map((count) => (
        <ColumnHead key={count} figure>
          {t(`status.${count}`)}
        </ColumnHead>
      ))}
      {running && <ColumnHead figure>{t("section.running")}</ColumnHead>}
      <ColumnHead figure>{letter}</ColumnHead>
      <ColumnHead>{t("section.status")}</ColumnHead>
    </HeadRow>
  );
}

export function AttendanceCounts({ of }: { of: Readonly<Record<(typeof counts)[number], number>> }) {
  const locale = useKnownLocale();
  return counts.map((count) => (
    <Cell key={count} figure className={count === "absent" ? "" : "text-soft"}>
      {formatCount(of[count], locale)}
    </Cell>
  ));
}
