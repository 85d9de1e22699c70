"use client";

import { useTranslations } from "next-intl";
import { Card } from "../ui/card";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { TextLink } from "../ui/text-link";
import { Loaded } from "./loaded";
import { RunStateBadge, useRunTime } from "./run-words";
import { useRuns } from "./use-reports";

/** The runs of a report, the latest first, each with how it went. */
export function RunsCard({ id }: { id: string }) {
  const t = useTranslations("reports.runs");
  const query = useRuns(id);
  const runTime = useRunTime();
  return (
    <Card title={t("title")}>
      <Loaded query={query} title={t("title")} height={120}>
        {({ runs }) =>
          runs.length === 0 ? (
            <p className="text-sm text-soft">{t("none")}</p>
          ) : (
            <Table label={t("title")}>
              <HeadRow>
                <ColumnHead>{t("due")}</ColumnHead>
                <ColumnHead>{t("state")}</ColumnHead>
                <ColumnHead figure>{t("reached")}</ColumnHead>
              </HeadRow>
              <tbody>
                {runs.map((run) => (
                  <Row key={run.id}>
                    <RowHead className="number whitespace-nowrap">
                      <TextLink href={`/reports/runs/${run.id}`}>{runTime(run)}</TextLink>
                      {run.purpose === "now" && <span className="text-xs text-soft"> {t("now")}</span>}
                      {run.late && <span className="text-xs text-warn"> {t("late")}</span>}
                    </RowHead>
                    <Cell>
                      <RunStateBadge state={run.state} />
                    </Cell>
                    <Cell figure>{t("reachedOf", { reached: run.reached, recipients: run.recipients })}</Cell>
                  </Row>
                ))}
              </tbody>
            </Table>
          )
        }
      </Loaded>
    </Card>
  );
}
