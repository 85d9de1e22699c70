"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMoment } from "@/lib/live/client/moment";
import { useTouch } from "@/lib/live/client/use-touch";
import { useTerm } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { fetchOwnSections, type OwnSectionRow } from "./fetch-own-sections";
import { OwnSectionCard } from "./own-section-card";

/** The sections that the reader teaches in the term, each with what needs a look today. */
export function OwnSections({ term }: { term: string | null }) {
  const t = useTranslations();
  const shown = useTerm(term);
  const id = shown?.id ?? "";
  const moment = useMoment();
  const answer = useQuery({ queryKey: ["own-sections", id, moment], queryFn: () => fetchOwnSections(id, moment), retry: 1 });
  if (answer.data === undefined) {
    return answer.isPending ? (
      <Skeleton height={300} label={t("kpi.loading")} />
    ) : (
      <Card title={t("nav.sections")}>
        <EmptyState
          alert
          title={t("kpi.failed")}
          text={t("kpi.failedHelp")}
          action={<Button onClick={() => void answer.refetch()}>{t("kpi.retry")}</Button>}
        />
      </Card>
    );
  }
  if (answer.data.length === 0) {
    return (
      <Card title={t("nav.sections")}>
        <EmptyState title={t("own.none")} text={t("own.noneHelp")} />
      </Card>
    );
  }
  return (
    <div className="space-y-4">
      {answer.data.map((section) => (
        <Watched key={section.section} section={section} term={id} refresh={() => void answer.refetch()} />
      ))}
    </div>
  );
}

function Watched({ section, term, refresh }: { section: OwnSectionRow; term: string; refresh: () => void }) {
  useTouch({ section: section.section }, refresh);
  return <OwnSectionCard section={section} term={term} />;
}
