"use client";

import { useTranslations } from "next-intl";
import type { NamedScope, RoleName } from "@/lib/access/administration/shapes";
import { isBuiltIn } from "@/lib/access/roles";
import { formatDay, formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";

/** What a role is called: built-in ones by the messages, the institution's own by the name that it gave them. */
export function useRoleWords(): (role: RoleName) => string {
  const t = useTranslations("role");
  const locale = useKnownLocale();
  return ({ id, name, nameKo }) => (isBuiltIn(id) ? t(id) : locale === "ko" ? (nameKo ?? name) : name);
}

/** What a grant is over. */
export function useScopeWords(): (scope: NamedScope) => string {
  const t = useTranslations("admin.scope");
  return (scope) => {
    switch (scope.kind) {
      case "none":
        return t("none");
      case "institution":
        return t("institution");
      case "org-units":
      case "courses":
      case "sections":
        return scope.members.map(({ name }) => name).join(", ");
      case "instructor":
        return t("instructor");
      case "advisor":
        return t("advisor");
      case "students": {
        const called = scope.students.flatMap(({ called: name }) => name ?? []);
        return called.length === scope.students.length ? called.join(", ") : t("students", { count: scope.students.length });
      }
    }
  };
}

/** Until when: the last day, and where it ends within a day the instant. */
export function useUntilWords(): (grant: { until: string | null; endsAt: string | null; over: boolean }) => string {
  const t = useTranslations("admin.grant");
  const locale = useKnownLocale();
  const zone = useZone();
  return ({ until, endsAt, over }) => {
    if (until === null || endsAt === null) return t("open");
    if (over) return t("ended", { at: formatInstant(endsAt, locale, zone) });
    return t("until", { day: formatDay(until, locale, true) });
  };
}
