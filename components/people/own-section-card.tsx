"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import { usePlaceHref } from "../filters/use-place-href";
import { definitionText } from "../kpi/definition-text";
import { formatCount, formatInstant, formatTime, formatValue } from "../kpi/format";
import { Freshness } from "../kpi/freshness";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { TextLink } from "../ui/text-link";
import { AbsencesLeft } from "./absences-left";
import type { OwnSectionRow } from "./fetch-own-sections";
import { Provenance } from "./provenance";

/** One section at a glance: today's meeting, who is slipping, and how attendance goes. */
export function OwnSectionCard({ section, term }: { section: OwnSectionRow; term: string }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const href = usePlaceHref()("sections", section.section);
  const view = { kpi: "attendance-rate" as const, term, section: section.section };
  const live = useLiveKpi(view, locale);
  const rate = definitionText("attendance-rate", locale);
  return (
    <Card
      title={section.title ?? section.section}
      label={`${section.title ?? ""} ${t("page.section", { id: section.section })}`.trim()}
      aside={<Freshness live={live} />}
    >
      <p className="-mt-1 mb-3 flex flex-wrap items-center gap-2 text-sm">
        <TextLink href={href}>{t("page.section", { id: section.section })}</TextLink>
        <Provenance source={section.source} named />
        {section.mode !== null && <span className="text-soft">{t(`mode.${section.mode}`)}</span>}
      </p>
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <div className="space-y-4">
          <dl className="grid grid-cols-2 content-start gap-x-4 gap-y-3 sm:grid-cols-4">
            <Fact name={rate}>
              <span className="number text-xl font-semibold">{formatValue(live.answer?.value ?? null, "ratio", locale)}</span>
            </Fact>
            <Fact name={t("own.enrolled")}>
              <span className="number text-xl font-semibold">{formatCount(section.enrolled, locale)}</span>
            </Fact>
            <Fact name={t("own.today")}>
              <Today section={section} />
            </Fact>
            <Fact name={t("own.meetings")}>
              <span className="number">
                {section.meetingsPlanned === null
                  ? formatCount(section.meetingsHeld, locale)
                  : t("own.heldOf", {
                      held: formatCount(section.meetingsHeld, locale),
                      planned: formatCount(section.meetingsPlanned, locale),
                    })}
              </span>
            </Fact>
          </dl>
          {section.last !== null && <MissedLast last={section.last} href={href} />}
        </div>
        <Slipping section={section} href={`${href}#students`} />
      </div>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Today({ section: { today, enrolled } }: { section: OwnSectionRow }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  if (today === null) return <span>{t("own.noMeeting")}</span>;
  return (
    <span className="number">
      {formatTime(today.startsAt, zone)} {today.status !== "held" && <Badge tone="warn">{t(`meeting.${today.status}`)}</Badge>}
      {today.status !== "cancelled" && (
        <span className="block text-sm text-soft">
          {today.rolls === 0
            ? t("own.noRoll")
            : t("own.rollOf", { rolls: formatCount(today.rolls, locale), enrolled: formatCount(enrolled, locale) })}
        </span>
      )}
    </span>
  );
}

/** Where no meeting takes place today: who was missing from the last one, by name. */
function MissedLast({ last: { startsAt, absent, absentees }, href }: { last: NonNullable<OwnSectionRow["last"]>; href: string }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const hrefOf = usePlaceHref();
  const more = absent - absentees.length;
  return (
    <div>
      <h3 className="mb-1 text-sm text-soft">{t("own.missedLast", { at: formatInstant(startsAt, locale, zone) })}</h3>
      {absent === 0 ? (
        <p>{t("own.nobodyMissed")}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {absentees.map(({ student, name }) => (
            <li key={student}>
              <TextLink href={hrefOf("students", student)}>{name ?? t("student.unknown")}</TextLink>
            </li>
          ))}
          {more > 0 && (
            <li>
              <TextLink href={href}>{t("own.moreMissed", { count: more })}</TextLink>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

/** Who is past the absence limit or near it, by name. */
function Slipping({ section: { over, near, slipping }, href }: { section: OwnSectionRow; href: string }) {
  const t = useTranslations();
  const hrefOf = usePlaceHref();
  return (
    <div>
      <h3 className="mb-1 flex flex-wrap items-center gap-2 text-sm text-soft">
        {t("own.slipping")}
        {over > 0 && <Badge tone="bad">{t("own.over", { over })}</Badge>}
        {near > 0 && <Badge tone="warn">{t("own.near", { near })}</Badge>}
      </h3>
      {slipping.length === 0 ? (
        <p>{t("own.noDanger")}</p>
      ) : (
        <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {slipping.map((one) => (
            <li key={one.student} className="flex items-baseline justify-between gap-2 border-t border-line pt-1">
              <TextLink href={hrefOf("students", one.student)}>{one.name ?? t("student.unknown")}</TextLink>
              <AbsencesLeft left={one.absencesLeft} />
            </li>
          ))}
        </ul>
      )}
      <p className="mt-2 text-sm">
        <TextLink href={href}>{t("own.more")}</TextLink>
      </p>
    </div>
  );
}
