"use client";

import { useTranslations } from "next-intl";
import { isBuiltIn } from "@/lib/access/roles";
import type { Called, ShownRecipient, ShownSchedule } from "@/lib/reports/manage/schedule-shapes";
import { useKnownLocale, useShell, useZone } from "../shell/shell-context";

type Timing = ShownSchedule["timing"];
type Subject = ShownSchedule["content"]["subject"];

/** So many recipients are named in a sentence. */
const mostNamed = 3;

/** When a report is sent: "Every Mon, Wed at 07:30"; the zone is named where it is not the institution's. */
export function useWhenWords(): (timing: Pick<Timing, "rule" | "zone">) => string {
  const t = useTranslations("reports");
  const days = useDayWords();
  const own = useZone();
  return ({ rule, zone }) => {
    const at = zone === own ? rule.at : t("atInZone", { at: rule.at, zone });
    switch (rule.every) {
      case "day":
      case "weekday":
      case "month-end":
        return t(`when.${rule.every}`, { at });
      case "week":
        return t("when.week", { days: days(rule.on), at });
      case "month":
        return t("when.month", { day: rule.day, at });
      case "term": {
        const event = t(`event.${rule.event}`);
        const weeks = Math.abs(rule.weeks);
        return weeks === 0
          ? t("when.termOn", { event, at })
          : t(rule.weeks < 0 ? "when.termBefore" : "when.termAfter", { event, weeks, at });
      }
    }
  };
}

/** Days of the week, Monday first. */
export function useDayWords(): (days: readonly number[]) => string {
  const t = useTranslations("reports.weekday");
  const locale = useKnownLocale();
  return (days) =>
    [...days]
      .sort((a, b) => a - b)
      .map((day) => t(`${day}`))
      .join(locale === "ko" ? "·" : ", ");
}

/** What a report is about. */
export function useSubjectWords(): (content: { kind: ShownSchedule["content"]["kind"]; subject: Subject }, called: Called) => string {
  const t = useTranslations("reports.own");
  return ({ kind, subject }, { places }) => {
    if (subject.of === "own") return t(kind);
    const id = idOf(subject);
    return places.find((place) => place.id === id)?.name ?? id;
  };
}

export function idOf(subject: Exclude<Subject, { of: "own" }>): string {
  switch (subject.of) {
    case "org-unit":
      return subject.orgUnit;
    case "course":
      return subject.course;
    case "section":
      return subject.section;
  }
}

export type NamedRole = { id: string; name: string; nameKo: string | null };

/** What a role is called: built-in ones by the messages, the institution's own by the name that it gave them. */
export function useRoleWords(): (role: NamedRole) => string {
  const t = useTranslations("role");
  const locale = useKnownLocale();
  return ({ id, name, nameKo }) => (isBuiltIn(id) ? t(id) : locale === "ko" ? (nameKo ?? name) : name);
}

/** Who gets it, one by one. */
export function useRecipientWords(): (recipient: ShownRecipient, called: Called) => string {
  const t = useTranslations("reports");
  const roleWords = useRoleWords();
  const { userId } = useShell();
  return (recipient, { users, roles, places }) => {
    switch (recipient.to) {
      case "user":
        if (recipient.user === userId) return t("me");
        return users.find(({ id }) => id === recipient.user)?.name ?? t("gone");
      case "role": {
        const found = roles.find(({ id }) => id === recipient.role);
        const role = found === undefined ? recipient.role : roleWords(found);
        if (recipient.within === null) return t("everyOf", { role });
        return t("everyWithin", { role, unit: places.find(({ id }) => id === recipient.within)?.name ?? recipient.within });
      }
      case "address":
        return recipient.address;
    }
  };
}

/** A whole schedule in one sentence. */
export function useScheduleSentence(): (
  schedule: Pick<ShownSchedule, "timing" | "content" | "recipients" | "delivery" | "called">,
) => string {
  const t = useTranslations("reports");
  const [when, subject, whom] = [useWhenWords(), useSubjectWords(), useRecipientWords()];
  return ({ timing, content, recipients, delivery, called }) => {
    const names = recipients.slice(0, mostNamed).map((one) => whom(one, called));
    const rest = recipients.length - names.length;
    return t("sentence", {
      when: when(timing),
      kind: t(`kind.${content.kind}`),
      subject: subject(content, called),
      whom: rest > 0 ? t("andMore", { names: names.join(", "), count: rest }) : names.join(", "),
      how: t(`how.${delivery.email}`),
    });
  };
}
