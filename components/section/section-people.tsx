"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMoment } from "@/lib/live/client/moment";
import { useTouch } from "@/lib/live/client/use-touch";
import { addToQuery } from "../shell/query";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { fetchSection, NotShown } from "./fetch-section";
import { SectionRoll } from "./section-roll";
import { SectionStudents } from "./section-students";

/** Missing a touch (a socket that is down) must not leave a roll uncounted on the screen. */
const refreshEvery = 30_000;

/** The roll of today's, the latest or the chosen meeting, and the students by their distance to the limit; both follow the feed. */
export function SectionPeople({ section }: { section: string }) {
  const t = useTranslations();
  const search = useSearchParams();
  const path = usePathname();
  const meeting = search.get("meeting");
  const moment = useMoment();
  const query = useQuery({
    queryKey: ["section", section, meeting, moment],
    queryFn: () => fetchSection(section, meeting, moment),
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: moment === null ? refreshEvery : false,
  });
  const refresh = () => void query.refetch();
  useTouch({ section }, refresh);
  // The address is the state; the page itself need not be made anew for it.
  const choose = (id: string) => window.history.replaceState(null, "", `${path}${addToQuery(search.toString(), { meeting: id })}`);
  if (query.data !== undefined && !(query.error instanceof NotShown)) {
    return (
      <>
        <SectionRoll section={section} data={query.data} onChoose={choose} refresh={refresh} />
        <SectionStudents data={query.data} />
      </>
    );
  }
  return (
    <Card title={t("page.students")}>
      {query.isPending ? (
        <Skeleton height={320} label={t("kpi.loading")} />
      ) : query.error instanceof NotShown ? (
        <EmptyState title={t("section.forbidden")} text={t("section.forbiddenHelp")} />
      ) : (
        <EmptyState alert title={t("kpi.failed")} text={t("kpi.failedHelp")} action={<Button onClick={refresh}>{t("kpi.retry")}</Button>} />
      )}
    </Card>
  );
}
