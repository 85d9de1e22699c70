"use client";

import { useTranslations } from "next-intl";
import { usePlaceHref } from "../filters/use-place-href";
import { formatDay, formatValue } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { Badge, type Tone } from "../ui/badge";
import { TextLink } from "../ui/text-link";
import type { ReasonData } from "./fetch-advisees";

const tones: Readonly<Record<ReasonData["kind"], Tone>> = {
  over: "bad",
  near: "warn",
  failing: "bad",
  status: "accent",
  "low-marks": "warn",
  rising: "warn",
  fell: "warn",
  withdrew: "plain",
  chronic: "warn",
  quiet: "plain",
  left: "plain",
};

/** A reason to call: a short word, and what it rests on. */
export function ReasonText({ reason }: { reason: ReasonData }) {
  const t = useTranslations();
  const head = reason.kind === "left" ? t(`registration.${reason.status}`) : t(`call.${reason.kind}`);
  return (
    <>
      <Badge tone={tones[reason.kind]}>{head}</Badge> <Detail reason={reason} />
    </>
  );
}

function Detail({ reason }: { reason: ReasonData }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  switch (reason.kind) {
    case "left":
      return null;
    case "over":
      return <SectionLink section={reason.section} title={reason.title} />;
    case "near":
      return (
        <>
          {t("call.nearDetail", { left: reason.absencesLeft })} <SectionLink section={reason.section} title={reason.title} />
        </>
      );
    case "failing":
      return (
        <>
          {reason.sections.map(({ section, title, letter }) => (
            <span key={section} className="mr-2">
              <SectionLink section={section} title={title} /> {letter}
            </span>
          ))}
        </>
      );
    case "low-marks":
      return <span className="text-soft">{t("call.low-marksDetail", { marks: reason.marks })}</span>;
    case "rising":
      return (
        <span className="text-soft">{t("call.risingDetail", { absent: reason.absent, before: reason.before, days: reason.days })}</span>
      );
    case "fell":
      return (
        <span className="text-soft">
          {t("call.fellDetail", {
            now: formatValue(reason.now, "points", locale),
            before: formatValue(reason.before, "points", locale),
            term: reason.term,
          })}
        </span>
      );
    case "status":
      return (
        <span className="text-soft">
          {t("call.statusDetail", { status: t(`registration.${reason.status}`), day: formatDay(reason.on, locale) })}
        </span>
      );
    case "withdrew":
      return <span className="text-soft">{t("call.withdrewDetail", { sections: reason.sections })}</span>;
    case "chronic":
      return <span className="text-soft">{t("call.chronicDetail", { sections: reason.sections })}</span>;
    case "quiet":
      return <span className="text-soft">{t("call.quietDetail", { days: reason.days })}</span>;
  }
}

function SectionLink({ section, title }: { section: string; title: string | null }) {
  const hrefOf = usePlaceHref();
  return (
    <TextLink href={hrefOf("sections", section)} className="underline">
      {title ?? section}
    </TextLink>
  );
}
