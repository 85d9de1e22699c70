"use client";

import { useTranslations } from "next-intl";
import type { StudentPage } from "@/lib/warehouse/queries/get-student";
import { formatDay, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";

/** Who the student is now, in one line, and when last heard of. */
export function StudentFacts({ page, id }: { page: StudentPage; id: string | null }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const [now] = page.versions;
  const [registration] = page.registrations;
  const facts = [
    id,
    now?.program ?? null,
    now?.yearOfStudy === null || now === undefined ? null : t("student.year", { year: now.yearOfStudy }),
    registration === undefined ? null : t(`registration.${registration.status}`),
  ].filter((fact) => fact !== null);
  return (
    <div className="text-sm text-soft">
      <p>{facts.join(" · ")}</p>
      <p>
        {`${t("student.lastActivity")}: ${page.lastActivityOn === null ? t("student.noActivity") : formatDay(page.lastActivityOn, locale, true)} · ${t("student.lastContact")}: ${
          page.lastContactAt === null ? t("student.noContact") : formatInstant(page.lastContactAt, locale, zone)
        }`}
      </p>
    </div>
  );
}
