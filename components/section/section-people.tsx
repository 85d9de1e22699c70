"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTouch } from "@/lib/live/client/use-touch";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { fetchSection, NotShown } from "./fetch-section";
import { SectionRoll } from "./section-roll";
import { SectionStudents } from "./section-students";

/** The roll of today's or the latest meeting, and the students by their distance to the limit; both follow the feed. */
export function SectionPeople({ section }: { section: string }) {
  const t = useTranslations();
  const query = useQuery({ queryKey: ["section", section], queryFn: () => fetchSection(section), retry: false });
  useTouch(section, () => void query.refetch());
  if (query.data !== undefined && !(query.error instanceof NotShown)) {
    return (
      <>
        <SectionRoll data={query.data} />
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
        <EmptyState
          alert
          title={t("kpi.failed")}
          text={t("kpi.failedHelp")}
          action={<Button onClick={() => void query.refetch()}>{t("kpi.retry")}</Button>}
        />
      )}
    </Card>
  );
}
