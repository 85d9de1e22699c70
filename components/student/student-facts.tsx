"use client";

import { useTranslations } from "next-intl";
import type { Revealed } from "@/lib/access/reveal";
import type { StudentPage } from "@/lib/warehouse/queries/get-student";
import { formatDay, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";

/** Who the student is now, in one line, how to reach them where that may be seen, and when last heard of. */
export function StudentFacts({ page, person }: { page: StudentPage; person: Revealed | null }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const [now] = page.versions;
  const [registration] = page.registrations;
  const facts = [
    // What stands in the title is not said twice.
    person?.name == null ? null : person.id,
    now?.program ?? null,
    now?.yearOfStudy === null || now === undefined ? null : t("student.year", { year: now.yearOfStudy }),
    registration === undefined ? null : t(`registration.${registration.status}`),
  ].filter((fact) => fact !== null);
  const born = person?.birthDate == null ? null : t("student.born", { day: formatDay(person.birthDate, locale, true) });
  return (
    <div className="text-sm text-soft">
      <p>{facts.join(" · ")}</p>
      {(person?.email != null || born !== null) && (
        <p>
          {person?.email != null && (
            <a href={`mailto:${person.email}`} className="text-accent underline-offset-2 hover:underline">
              {person.email}
            </a>
          )}
          {person?.email != null && born !== null && " · "}
          {born}
        </p>
      )}
      <p>
        {`${t("student.lastActivity")}: ${page.lastActivityOn === null ? t("student.noActivity") : formatDay(page.lastActivityOn, locale, true)} · ${t("student.lastContact")}: ${
          page.lastContactAt === null ? t("student.noContact") : formatInstant(page.lastContactAt, locale, zone)
        }`}
      </p>
    </div>
  );
}
