"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { TermRow } from "@/lib/policies/policies-shape";
import { formatDay, formatDays } from "../../kpi/format";
import { useKnownLocale } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
import { TermDialog } from "./term-dialog";

/** The calendar as the log has it; what is changed here goes there too. */
export function TermsCard({ terms }: { terms: readonly TermRow[] }) {
  const t = useTranslations("admin.policies.terms");
  const locale = useKnownLocale();
  const [edited, setEdited] = useState<TermRow | "new" | null>(null);
  const [sent, setSent] = useState(false);
  const edit = (term: TermRow | "new") => {
    setSent(false);
    setEdited(term);
  };
  return (
    <Card title={t("title")} note={t("text")} aside={<Button onClick={() => edit("new")}>{t("add")}</Button>}>
      {sent && (
        <p role="status" className="mb-2 rounded-md bg-accent-soft px-3 py-2 text-sm">
          {t("sent")}
        </p>
      )}
      <Table label={t("title")}>
        <HeadRow>
          <ColumnHead>{t("term")}</ColumnHead>
          <ColumnHead>{t("days")}</ColumnHead>
          <ColumnHead>{t("census")}</ColumnHead>
          <ColumnHead>{t("source")}</ColumnHead>
          <ColumnHead className="relative">
            <span className="sr-only">{t("edit")}</span>
          </ColumnHead>
        </HeadRow>
        <tbody>
          {terms.map((term) => (
            <Row key={term.term}>
              <RowHead>
                {term.name ?? term.term} <span className="text-sm text-soft">{term.academicYear}</span>
              </RowHead>
              <Cell className="whitespace-nowrap">
                {term.startsOn === null || term.endsOn === null ? t("unknown") : formatDays(term.startsOn, term.endsOn, locale, true)}
              </Cell>
              <Cell className="whitespace-nowrap">{term.censusOn === null ? t("firstDay") : formatDay(term.censusOn, locale, true)}</Cell>
              <Cell className="text-sm text-soft">{term.source === "urn:bellwether:entries" ? t("here") : term.source}</Cell>
              <Cell className="relative text-right">
                <Button look="link" className="text-sm" onClick={() => edit(term)}>
                  {t("edit")} <span className="sr-only">{term.name ?? term.term}</span>
                </Button>
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {edited !== null && (
        <TermDialog
          term={edited === "new" ? null : edited}
          onClose={(done) => {
            setEdited(null);
            setSent(done);
          }}
        />
      )}
    </Card>
  );
}
