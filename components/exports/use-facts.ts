"use client";

import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ViewQuery } from "@/lib/live/protocol";
import { formatDay, formatDays, formatInstant } from "../kpi/format";
import { useKnownLocale, useShell, useZone } from "../shell/shell-context";
import type { Fact } from "./sheet";

type About = { title: string; where: string | null; view: ViewQuery; answer: KpiAnswer; now: Date };

/** What a file says of itself: what it shows, of whom, under which filters, how fresh, and when it was saved. */
export function useFacts(): (about: About) => Fact[] {
  const t = useTranslations();
  const locale = useKnownLocale();
  const zone = useZone();
  const { terms, programs, scope } = useShell();
  /** For people in the institution's zone, for machines in universal time. */
  const instant = (iso: string) => `${formatInstant(iso, locale, zone)} ${zone} (${iso})`;
  return ({ title, where, view, answer, now }) => {
    const term = terms.find(({ id }) => id === answer.term);
    const through = answer.watermark.processedThrough;
    const { from, to } = view;
    const days =
      from !== undefined && to !== undefined
        ? formatDays(from, to, locale, true)
        : to !== undefined
          ? t("exports.until", { day: formatDay(to, locale, true) })
          : from !== undefined
            ? t("exports.since", { day: formatDay(from, locale, true) })
            : null;
    const ids = { [t("page.department")]: view.orgUnit, [t("page.course")]: view.course, [t("page.sectionMember")]: view.section };
    const program = programs.find(({ id }) => id === view.program)?.name ?? view.program;
    const facts: (readonly [string, string | null | undefined])[] = [
      [t("exports.title"), title],
      [t("exports.where"), where],
      [t("shell.term"), term === undefined ? answer.term : `${term.name} (${formatDays(term.startsOn, term.endsOn, locale, true)})`],
      [t("why.days"), days],
      ...Object.entries(ids),
      [t("page.program"), program],
      [t("filters.year"), view.yearOfStudy],
      [t("why.grades"), view.kpi === "grade-distribution" ? t(`status.${view.state ?? "final"}`) : null],
      [t("compare.with"), answer.comparison?.label],
      [t("exports.scope"), scope],
      [t("why.policy"), String(answer.policyVersion)],
      [t("why.through"), through === null ? null : instant(through)],
      [t("exports.savedAt"), instant(now.toISOString())],
    ];
    return facts.flatMap(([name, text]) => (text == null || text === "" ? [] : [{ name, text }]));
  };
}
