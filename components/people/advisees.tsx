"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import { useKnownLocale, useShell, useTerm } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ShowMore } from "../ui/show-more";
import { Skeleton } from "../ui/skeleton";
import { ColumnHead, HeadRow, Table } from "../ui/table";
import { AdviseeRow } from "./advisee-row";
import { fetchAdvisees } from "./fetch-advisees";
import { byNeed } from "./reasons";

/** Figures of so many sections move slowly enough for an advisor: read again this often. */
const refreshEvery = 30_000;
/** Whoever may need a call is shown at once; of the others, so many in all. */
const mostAtFirst = 12;

/** The reader's own students: whom to call first, and why. */
export function Advisees({ term }: { term: string | null }) {
  const t = useTranslations();
  const { today } = useShell();
  const id = useTerm(term)?.id ?? "";
  const answer = useQuery({
    queryKey: ["advisees", id],
    queryFn: () => fetchAdvisees(id),
    retry: 1,
    refetchInterval: refreshEvery,
  });
  // Whom the reader advises may change: then the count of students does, which is told live (SCOPE-1).
  const { answer: figures } = useLiveKpi({ kpi: "engagement-rate", term: id }, useKnownLocale());
  const refresh = useEffectEvent(() => void answer.refetch());
  const advised = figures?.n;
  useEffect(() => refresh(), [advised]);
  const title = t("nav.students");
  if (answer.data === undefined) {
    return (
      <Card title={title}>
        {answer.isPending ? (
          <Skeleton height={480} label={t("kpi.loading")} />
        ) : (
          <EmptyState
            alert
            title={t("kpi.failed")}
            text={t("kpi.failedHelp")}
            action={<Button onClick={() => void answer.refetch()}>{t("kpi.retry")}</Button>}
          />
        )}
      </Card>
    );
  }
  const students = byNeed(answer.data, today);
  const calls = students.filter(({ reasons }) => reasons.some((reason) => reason.kind !== "left")).length;
  return (
    <Card title={title} note={students.length === 0 ? undefined : t("advisee.summary", { calls, students: students.length })}>
      {students.length === 0 ? (
        <EmptyState title={t("advisee.none")} text={t("advisee.noneHelp")} />
      ) : (
        <ShowMore rows={students} most={Math.max(calls, mostAtFirst)}>
          {(shown) => (
            <Table label={title}>
              <HeadRow>
                <ColumnHead>{t("section.name")}</ColumnHead>
                <ColumnHead>{t("advisee.reasons")}</ColumnHead>
                <ColumnHead figure className="hidden sm:table-cell">
                  {t("advisee.missed")}
                </ColumnHead>
                <ColumnHead figure className="hidden md:table-cell">
                  {t("student.lastActivity")}
                </ColumnHead>
                <ColumnHead figure className="hidden md:table-cell">
                  {t("student.lastContact")}
                </ColumnHead>
              </HeadRow>
              <tbody>
                {shown.map((student) => (
                  <AdviseeRow key={student.student} student={student} />
                ))}
              </tbody>
            </Table>
          )}
        </ShowMore>
      )}
    </Card>
  );
}
