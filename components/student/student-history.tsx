"use client";

import { useTranslations } from "next-intl";
import type { StudentPage } from "@/lib/warehouse/queries/get-student";
import { formatDay } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";

/** What the student was, and from when on: program and year as versions, and changes of status. */
export function StudentHistory({ page }: { page: StudentPage }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const title = { program: t("history.program"), status: t("history.status") };
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={title.program} note={t("history.programNote")}>
        {page.versions.length === 0 ? (
          <EmptyState title={t("history.none")} text={t("history.noneHelp")} />
        ) : (
          <Table label={title.program}>
            <HeadRow>
              <ColumnHead>{t("history.from")}</ColumnHead>
              <ColumnHead>{t("page.program")}</ColumnHead>
              <ColumnHead figure>{t("history.year")}</ColumnHead>
            </HeadRow>
            <tbody>
              {page.versions.map((version) => (
                <Row key={version.from ?? ""} muted={version.to !== null}>
                  <RowHead>{version.from === null ? t("history.always") : formatDay(version.from, locale, true)}</RowHead>
                  <Cell>{version.program ?? "–"}</Cell>
                  <Cell figure>{version.yearOfStudy === null ? "–" : t("student.year", { year: version.yearOfStudy })}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </Card>
      <Card title={title.status}>
        {page.registrations.length === 0 ? (
          <EmptyState title={t("history.none")} text={t("history.noneHelp")} />
        ) : (
          <Table label={title.status}>
            <HeadRow>
              <ColumnHead>{t("history.from")}</ColumnHead>
              <ColumnHead>{t("shell.term")}</ColumnHead>
              <ColumnHead>{t("history.state")}</ColumnHead>
            </HeadRow>
            <tbody>
              {page.registrations.map((one) => (
                <Row key={`${one.term} ${one.effectiveOn}`}>
                  <RowHead>{formatDay(one.effectiveOn, locale, true)}</RowHead>
                  <Cell>{one.term}</Cell>
                  <Cell>{t(`registration.${one.status}`)}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
      </Card>
    </div>
  );
}
