import { getTranslations } from "next-intl/server";
import { AddressesCard } from "./addresses-card";
import { HolidaysCard } from "./holidays-card";
import { NewReportLink } from "./new-report-link";
import { SchedulesPart } from "./schedules-part";

/** Reports that are sent; for who manages all of them also holidays, and who outside is sent what. */
export async function ReportsPage({ managesAll }: { managesAll: boolean }) {
  const t = await getTranslations("reports");
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-prose text-soft">{t("text")}</p>
        <NewReportLink />
      </div>
      <SchedulesPart />
      {managesAll && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <HolidaysCard />
          <AddressesCard />
        </div>
      )}
    </div>
  );
}
