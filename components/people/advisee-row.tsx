"use client";

import { useTranslations } from "next-intl";
import { formatCount, formatDay } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Badge, type Tone } from "../ui/badge";
import { Cell, Row, RowHead } from "../ui/table";
import { TextLink } from "../ui/text-link";
import type { AdviseeData } from "./fetch-advisees";
import type { Reason } from "./reasons";

export function AdviseeRow({ student }: { student: AdviseeData & { reasons: Reason[] } }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const about = [student.program, student.yearOfStudy === null ? null : t("student.year", { year: student.yearOfStudy })];
  return (
    <Row>
      <RowHead className="align-top">
        <TextLink href={`/students/${student.student}`}>{student.name ?? t("student.unknown")}</TextLink>
        <span className="block text-xs text-soft">{about.filter((part) => part !== null).join(" · ")}</span>
      </RowHead>
      <Cell className="align-top">
        {student.reasons.length === 0 ? (
          <span className="text-soft">{t("reason.none")}</span>
        ) : (
          <ul className="space-y-1">
            {student.reasons.map((reason) => (
              <li key={reason.kind} className="text-sm">
                <ReasonText reason={reason} />
              </li>
            ))}
          </ul>
        )}
      </Cell>
      <Cell figure className="hidden align-top sm:table-cell">
        {student.expected === 0
          ? "–"
          : t("advisee.missedOf", { absent: formatCount(student.absent, locale), expected: formatCount(student.expected, locale) })}
      </Cell>
      <Cell figure className="hidden align-top md:table-cell">
        {student.lastActivityOn === null ? "–" : formatDay(student.lastActivityOn, locale)}
      </Cell>
      <Cell figure className="hidden align-top text-soft md:table-cell">
        {student.lastContactAt === null ? t("student.noContact") : formatDay(student.lastContactAt.slice(0, 10), locale)}
      </Cell>
    </Row>
  );
}

const tones: Readonly<Record<Reason["kind"], Tone>> = { over: "bad", near: "warn", chronic: "warn", quiet: "plain", left: "plain" };

function ReasonText({ reason }: { reason: Reason }) {
  const t = useTranslations();
  const head = reason.kind === "left" ? t(`registration.${reason.status}`) : t(`reason.${reason.kind}`);
  return (
    <>
      <Badge tone={tones[reason.kind]}>{head}</Badge> <Detail reason={reason} />
    </>
  );
}

function Detail({ reason }: { reason: Reason }) {
  const t = useTranslations("reason");
  switch (reason.kind) {
    case "left":
      return null;
    case "over":
    case "near":
      return (
        <>
          {reason.kind === "near" && `${t("nearDetail", { left: reason.absencesLeft })} `}
          <TextLink href={`/sections/${encodeURIComponent(reason.section)}`} className="underline">
            {reason.title ?? reason.section}
          </TextLink>
        </>
      );
    case "chronic":
      return <span className="text-soft">{t("chronicDetail", { sections: reason.sections })}</span>;
    case "quiet":
      return <span className="text-soft">{t("quietDetail", { days: reason.days })}</span>;
  }
}
