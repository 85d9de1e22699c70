"use client";

import { useTranslations } from "next-intl";
import type { AuditEntryShown } from "@/lib/access/audit/audit-shape";
import { lookReasons } from "@/lib/access/look-reason-list";
import { lookScreens } from "@/lib/access/look-screens";
import { asKnown } from "./known-actions";

/** An entry in words: for the table and for what is saved of it. */
export function useEntryWords() {
  const t = useTranslations("audit");
  const because = useTranslations("lookReason");
  const actionWords = (action: string) => {
    const known = asKnown(action);
    return known === null ? action : t(`did.${known}`);
  };
  const actorWords = (actor: string, name: string | null) => {
    if (name !== null) return name;
    return actor === "system" ? t("system") : actor;
  };
  const detailWords = ({ detail, because: given }: AuditEntryShown) => [
    ...(given === null ? [] : [given.note === null ? reasonWords(given.reason) : `${reasonWords(given.reason)}: ${given.note}`]),
    ...detail.map(({ name, text }) => {
      const screen = name === "screen" ? lookScreens.find((one) => one === text) : undefined;
      return screen === undefined ? `${name}: ${text}` : t(`screen.${screen}`);
    }),
  ];
  const reasonWords = (reason: string) => {
    const known = lookReasons.find((one) => one === reason);
    return known === undefined ? reason : because(`because.${known}`);
  };
  return { actionWords, actorWords, detailWords };
}
