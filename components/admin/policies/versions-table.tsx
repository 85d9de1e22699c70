"use client";

import { useTranslations } from "next-intl";
import type { Policies, VersionRow } from "@/lib/policies/policies-shape";
import { formatDay, formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { Badge, type Tone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../../ui/table";
import { ChangesInWords } from "./changes-in-words";
import { withdrawPolicy } from "./fetch-policies";
import type { Names } from "./policy-words";
import { ProblemText } from "./problem-text";
import { usePolicyChange } from "./use-policies";

const tones: Readonly<Record<VersionRow["state"], Tone>> = {
  holds: "accent",
  ahead: "warn",
  over: "plain",
  replaced: "plain",
  withdrawn: "plain",
};

/** Every version: from when it holds, who made it, and what it changed. */
export function VersionsTable({ page, names }: { page: Policies; names: Names }) {
  const t = useTranslations("admin.policies");
  const withdraw = usePolicyChange(withdrawPolicy);
  return (
    <Card title={t("versions")} note={t("versionsText")}>
      {withdraw.isError && <ProblemText error={withdraw.error} />}
      <Table label={t("versions")}>
        <HeadRow>
          <ColumnHead>{t("version")}</ColumnHead>
          <ColumnHead>{t("validFrom")}</ColumnHead>
          <ColumnHead>{t("made")}</ColumnHead>
          <ColumnHead className="w-1/2">{t("changed")}</ColumnHead>
        </HeadRow>
        <tbody>
          {page.versions.map((row) => (
            <VersionLine
              key={row.version}
              row={row}
              names={names}
              busy={withdraw.isPending}
              withdraw={() => withdraw.mutate(row.version)}
            />
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

function VersionLine({ row, names, busy, withdraw }: { row: VersionRow; names: Names; busy: boolean; withdraw: () => void }) {
  const t = useTranslations("admin.policies");
  const locale = useKnownLocale();
  const zone = useZone();
  return (
    <Row muted={row.state === "withdrawn" || row.state === "replaced"}>
      <RowHead className="align-top">
        <span className="number mr-2">{row.version}</span>
        <Badge tone={tones[row.state]}>{t(`state.${row.state}`)}</Badge>
      </RowHead>
      <Cell className="whitespace-nowrap align-top">
        {row.validFrom === null ? t("beginning") : formatDay(row.validFrom, locale, true)}
      </Cell>
      <Cell className="align-top">
        <span className="whitespace-nowrap">{formatInstant(row.madeAt, locale, zone)}</span>
        <span className="block text-sm text-soft">{row.by ?? t("itself")}</span>
      </Cell>
      <Cell className="relative min-w-64 align-top text-sm">
        {row.changes.length === 0 ? (
          <span className="text-soft">{t("first")}</span>
        ) : (
          <ChangesInWords changes={row.changes} names={names} />
        )}
        {row.reason !== null && <p className="mt-1 text-soft">{t("reasonGiven", { reason: row.reason })}</p>}
        {row.state === "ahead" && (
          <Button className="mt-1" disabled={busy} onClick={withdraw}>
            {t("withdraw")} <span className="sr-only">{t("versionNumber", { version: row.version })}</span>
          </Button>
        )}
      </Cell>
    </Row>
  );
}
