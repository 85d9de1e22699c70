"use client";

import { useTranslations } from "next-intl";
import { usePlaceHref } from "../filters/use-place-href";
import { formatCount, formatTime } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { ShowMore } from "../ui/show-more";
import { TextLink } from "../ui/text-link";
import type { SectionStudentRow } from "./fetch-section";

const marks = ["absent", "late", "excused", "present"] as const;
/** A lecture hall has more: those on demand. */
const mostNamed = 30;
/** Who was there is the rule; the others are named. */
const named = ["absent", "late", "excused"] as const;

/** How many were there, and who was not, by name. */
export function RollSummary({ students }: { students: readonly SectionStudentRow[] }) {
  const t = useTranslations();
  const of = (mark: SectionStudentRow["last"]) => students.filter((one) => one.last === mark);
  return (
    <>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {marks.map((mark) => (
          <Figure key={mark} name={t(`status.${mark}`)} count={of(mark).length} />
        ))}
        {of(null).length > 0 && <Figure name={t("roll.missing")} count={of(null).length} />}
      </dl>
      <div className="mt-3 space-y-2">
        {named.map((mark) => (
          <Names key={mark} title={t(`status.${mark}`)} students={of(mark)} />
        ))}
      </div>
      <RecordedBy students={students} />
    </>
  );
}

/** Who called the roll, where it was called on a screen: whose mark was the first. */
function RecordedBy({ students }: { students: readonly SectionStudentRow[] }) {
  const t = useTranslations("rolls");
  const zone = useZone();
  const [first] = students
    .flatMap(({ changes: [change] }) => (change?.by == null || change.at === null ? [] : [{ by: change.by, at: change.at }]))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  return first === undefined ? null : (
    <p className="mt-2 text-xs text-soft">{t("recorded", { by: first.by, time: formatTime(first.at, zone) })}</p>
  );
}

function Figure({ name, count }: { name: string; count: number }) {
  const locale = useKnownLocale();
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="number text-xl font-semibold">{formatCount(count, locale)}</dd>
    </div>
  );
}

function Names({ title, students }: { title: string; students: SectionStudentRow[] }) {
  const t = useTranslations("student");
  const hrefOf = usePlaceHref();
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
                  <TextLink href={hrefOf("students", one.student)}>{one.name ?? t("unknown")}</TextLink>
                </li>
              ))}
            </ul>
          )}
        </ShowMore>
      </div>
    </div>
  );
}
