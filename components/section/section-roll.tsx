"use client";

import { useTranslations } from "next-intl";
import { formatCount, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ShowMore } from "../ui/show-more";
import { TextLink } from "../ui/text-link";
import type { SectionData, SectionStudentRow } from "./fetch-section";

const marks = ["absent", "late", "excused", "present"] as const;
/** A lecture hall has more: those on demand. */
const mostNamed = 30;
/** Who was there is the rule; the others are named. */
const named = ["absent", "late", "excused"] as const;

/** Who was missing: the roll of today's meeting, else of the latest. */
export function SectionRoll({ data: { roll, students } }: { data: SectionData }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const { meeting } = roll;
  const title = meeting?.isToday === true ? t("roll.today") : t("roll.latest");
  if (meeting === null) {
    return (
      <Card title={title}>
        <EmptyState title={t("roll.none")} text={t("roll.noneHelp")} />
      </Card>
    );
  }
  const expected = students.filter((one) => one.status !== "withdrawn" || one.last !== null);
  const of = (mark: SectionStudentRow["last"]) => expected.filter((one) => one.last === mark);
  return (
    <Card
      title={title}
      aside={
        <span className="flex gap-2">
          <time dateTime={meeting.startsAt}>{formatInstant(meeting.startsAt, locale, zone)}</time>
          {meeting.status !== "held" && <Badge tone="warn">{t(`meeting.${meeting.status}`)}</Badge>}
        </span>
      }
    >
      {meeting.rolls === 0 ? (
        <EmptyState title={t("roll.empty")} text={t("roll.emptyHelp")} />
      ) : (
        <>
          <dl className="flex flex-wrap gap-x-8 gap-y-2">
            {marks.map((mark) => (
              <div key={mark}>
                <dt className="text-sm text-soft">{t(`status.${mark}`)}</dt>
                <dd className="number text-xl font-semibold">{formatCount(of(mark).length, locale)}</dd>
              </div>
            ))}
            {of(null).length > 0 && (
              <div>
                <dt className="text-sm text-soft">{t("roll.missing")}</dt>
                <dd className="number text-xl font-semibold">{formatCount(of(null).length, locale)}</dd>
              </div>
            )}
          </dl>
          <div className="mt-3 space-y-2">
            {named.map((mark) => (
              <Names key={mark} title={t(`status.${mark}`)} students={of(mark)} />
            ))}
          </div>
        </>
      )}
    </Card>
  );
}

function Names({ title, students }: { title: string; students: SectionStudentRow[] }) {
  const t = useTranslations("student");
  if (students.length === 0) return null;
  return (
    <div className="grid gap-x-3 border-t border-line pt-2 sm:grid-cols-[6rem_1fr]">
      <h3 className="text-sm text-soft">{title}</h3>
      <div>
        <ShowMore rows={students} most={mostNamed}>
          {(shown) => (
            <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
              {shown.map((one) => (
                <li key={one.student}>
                  <TextLink href={`/students/${one.student}`}>{one.name ?? t("unknown")}</TextLink>
                </li>
              ))}
            </ul>
          )}
        </ShowMore>
      </div>
    </div>
  );
}
