"use client";

import { useTranslations } from "next-intl";
import type { VerificationRun } from "@/lib/aggregator/verify/verification-shape";
import { formatCount, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge, type Tone } from "../ui/badge";
import { Card } from "../ui/card";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";

const tones: Readonly<Record<VerificationRun["state"], Tone>> = { running: "accent", done: "plain", failed: "bad", "cut-off": "warn" };

/** The last verifications, the newest first. */
export function RunsTable({ runs }: { runs: readonly VerificationRun[] }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const count = (value: number | null) => (value === null ? "–" : formatCount(value, locale));
  return (
    <Card title={t("data.verify.runs")}>
      <Table label={t("data.verify.runs")}>
        <HeadRow>
          <ColumnHead>{t("data.verify.started")}</ColumnHead>
          <ColumnHead>{t("data.verify.state")}</ColumnHead>
          <ColumnHead figure>{t("data.verify.compared")}</ColumnHead>
          <ColumnHead figure>{t("data.verify.differ")}</ColumnHead>
          <ColumnHead>{t("data.verify.by")}</ColumnHead>
        </HeadRow>
        <tbody>
          {runs.map((run) => (
            <Row key={run.id}>
              <RowHead className="number whitespace-nowrap">{formatInstant(run.startedAt, locale, zone)}</RowHead>
              <Cell>
                <Badge tone={tones[run.state]}>{t(`data.run.${run.state}`)}</Badge>
              </Cell>
              <Cell figure>{count(run.compared)}</Cell>
              <Cell figure>{count(run.differ)}</Cell>
              <Cell className="whitespace-nowrap">{run.by ?? (run.nightly ? t("data.verify.nightly") : t("data.system"))}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
