"use client";

import { useTranslations } from "next-intl";
import type { AuditEntryShown } from "@/lib/access/audit/audit-shape";
import { lookReasons } from "@/lib/access/look-reason-list";
import { type PhraseId, phrases, phrasesFor } from "./detail/phrases";
import { useValueWords } from "./detail/use-value-words";
import { asKnown } from "./known-actions";

/** `said`: in words · `fields`: what there are no words for, each by its name. Together all that is recorded. */
export type DetailWords = { said: string[]; fields: { name: string; text: string }[] };

/** An entry in words: for the table and for what is saved of it. */
export function useEntryWords() {
  const t = useTranslations("audit");
  const because = useTranslations("lookReason");
  const { fieldWords, valueWords } = useValueWords();
  const actionWords = (action: string) => {
    const known = asKnown(action);
    return known === null ? action : t(`did.${known}`);
  };
  const actorWords = (actor: string, name: string | null) => {
    if (name !== null) return name;
    return actor === "system" ? t("system") : actor;
  };
  const reasonWords = (reason: string) => {
    const known = lookReasons.find((one) => one === reason);
    return known === undefined ? reason : because(`because.${known}`);
  };
  const detailWords = ({ action: done, detail, because: given }: AuditEntryShown): DetailWords => {
    const action = asKnown(done);
    const { said, rest } = phrasesFor(action, detail);
    const values = new Map(detail.map(({ name, value }) => [name, valueWords(action, name, value)]));
    const phrase = (id: PhraseId) => t(`detail.said.${id}`, Object.fromEntries(phrases[id].map((name) => [name, values.get(name) ?? ""])));
    return {
      said: [
        ...(given === null ? [] : [given.note === null ? reasonWords(given.reason) : `${reasonWords(given.reason)}: ${given.note}`]),
        ...said.map(phrase),
      ],
      fields: rest.map(({ name }) => ({ name: fieldWords(name), text: values.get(name) ?? "" })),
    };
  };
  return { actionWords, actorWords, detailWords };
}

/** The same on one line. */
export const inOneLine = ({ said, fields }: DetailWords): string =>
  [...said, ...fields.map(({ name, text }) => `${name}: ${text}`)].join(" · ");
