"use client";

import { useTranslations } from "next-intl";
import type { ShownTemplate } from "@/lib/access/administration/sign-in-shapes";

const braces = /^\{(.+)\}$/;

/** What a mapping gives a role over: places by name, and what claims name when somebody signs in. */
export function useTemplateWords(): (scope: ShownTemplate) => string {
  const t = useTranslations("admin.signIn");
  return (scope) => {
    switch (scope.kind) {
      case "institution":
        return t("template.institution");
      case "instructor":
      case "advisor":
        return t(`template.${scope.kind}`, { claim: scope.personClaim });
      default:
        return scope.members
          .map(({ id, name }) => {
            const claim = braces.exec(id)?.[1];
            return claim === undefined ? name : t(`template.${scope.kind}`, { claim });
          })
          .join(", ");
    }
  };
}
