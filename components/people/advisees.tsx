"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMoment } from "@/lib/live/client/moment";
import { useTouch } from "@/lib/live/client/use-touch";
import { needsCall } from "@/lib/warehouse/advising/reasons-to-call";
import { useKnownLocale, useReadOnly, useShell, useTerm, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ShowMore } from "../ui/show-more";
import { Skeleton } from "../ui/skeleton";
import { ColumnHead, HeadRow, Table } from "../ui/table";
import { AdviseeRow } from "./advisee-row";
import { type AdviseeList, fetchAdvisees, noteLook } from "./fetch-advisees";
import { formatSince } from "./format-since";
import { useLook } from "./use-look";

/** What time alone changes (a tenth silent day, another "today") is told by no touch. */
const refreshEvery = 10 * 60_000;
/** Whoever may need a call is shown at once; of the others, so many in all. */
const mostAtFirst = 12;

/** The reader's own students: whom to call first, why, and what is new since the last look. Follows the feed. */
export function Advisees({ term }: { term: string | null }) {
  const t = useTranslations();
  const id = useTerm(term)?.id ?? "";
  const moment = useMoment();
  const answer = useQuery({
    queryKey: ["advisees", id, moment],
    queryFn: () => fetchAdvisees(id, moment),
    retry: 1,
    refetchInterval: moment === null ? refreshEvery : false,
    refetchOnWindowFocus: true,
  });
  const refresh = () => void answer.refetch();
  useTouch({ students: "advised" }, refresh);
  // A look after a while begins a new visit: the list then says what is new since the one before.
  const look = useMutation({ mutationFn: () => noteLook(id), onSuccess: refresh });
  // Who looks as somebody else leaves their list as they saw it.
  const readOnly = useReadOnly();
  useLook(!readOnly && moment === null && answer.data !== undefined && answer.data.students.length > 0, () => look.mutate());
  const title = t("nav.students");
  if (answer.data !== undefined) return <List title={title} list={answer.data} refresh={refresh} />;
  return (
    <Card title={title}>
      {answer.isPending ? (
        <Skeleton height={480} label={t("kpi.loading")} />
      ) : (
        <EmptyState alert title={t("kpi.failed")} text={t("kpi.failedHelp")} action={<Button onClick={refresh}>{t("kpi.retry")}</Button>} />
      )}
    </Card>
  );
}

function List({ title, list, refresh }: { title: string; list: AdviseeList; refresh: () => void }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const { today } = useShell();
  const { students } = list;
  const since = list.since === null ? null : formatSince(list.since, today, locale, zone);
  const calls = students.filter(({ reasons }) => needsCall(reasons)).length;
  const changed = students.filter(({ changes }) => changes.length > 0).length;
  return (
    <Card
      title={title}
      note={students.length === 0 ? undefined : t("advisee.summary", { calls, students: students.length })}
      aside={since === null ? undefined : t("since.summary", { since, count: changed })}
    >
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
              </HeadRow>
              <tbody>
                {shown.map((student) => (
                  <AdviseeRow key={student.student} student={student} since={since} refresh={refresh} />
                ))}
              </tbody>
            </Table>
          )}
        </ShowMore>
      )}
    </Card>
  );
}
