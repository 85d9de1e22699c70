"use client";

import { useTranslations } from "next-intl";
import type { ArchivePage } from "@/lib/reports/archive/archive-shape";
import { PartState } from "../data/part-state";
import { useAddress } from "../filters/use-address";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { TextLink } from "../ui/text-link";
import { filterOfAddress } from "./archive-address";
import { ArchiveFilters } from "./archive-filters";
import { ArchiveItem } from "./archive-item";
import { useReports } from "./use-archive";

/** The reports that the reader got, the newest first. */
export function ArchiveRoom() {
  const { parameters } = useAddress();
  const filter = filterOfAddress(parameters);
  const query = useReports(filter, parameters.get("before"));
  return (
    <>
      <ArchiveFilters filter={filter} reports={query.data?.choices ?? []} />
      <PartState query={query} height={300}>
        {(page) => <Reports page={page} narrowed={Object.keys(filter).length > 0} />}
      </PartState>
    </>
  );
}

function Reports({ page, narrowed }: { page: ArchivePage; narrowed: boolean }) {
  const t = useTranslations("archive");
  const { parameters, hrefOf } = useAddress();
  if (page.reports.length === 0) {
    return (
      <Card title={t("list")}>
        <EmptyState title={narrowed ? t("noneMatch") : t("none")} text={narrowed ? t("noneMatchHelp") : t("noneHelp")} />
      </Card>
    );
  }
  return (
    <Card title={t("list")}>
      <ul className="divide-y divide-line">
        {page.reports.map((report) => (
          <ArchiveItem key={report.delivery} report={report} />
        ))}
      </ul>
      <p className="mt-3 flex gap-4 text-sm">
        {parameters.get("before") !== null && <TextLink href={hrefOf({ before: null })}>{t("newest")}</TextLink>}
        {page.next !== null && <TextLink href={hrefOf({ before: page.next })}>{t("older")}</TextLink>}
      </p>
    </Card>
  );
}
