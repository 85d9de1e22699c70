"use client";

import { useTranslations } from "next-intl";
import { readSaid, saidInWords } from "@/lib/platform/mail/own-words";
import type { ShownCause } from "@/lib/reports/manage/run-shapes";
import { causeRules } from "./cause-rules";

/** Facts that say where something failed, in the order in which they are told. */
const told = ["tile", "what", "field", "rule", "found"] as const;

/** What failed, in the reader's language where its rule has words; below it as it was said, with the facts that tell where. */
export function Causes({ causes }: { causes: readonly ShownCause[] }) {
  const t = useTranslations("reports.run");
  const said = useTranslations("deliverySaid");
  return (
    <ul className="space-y-1 text-sm">
      {causes.map((cause) => {
        const facts = told.flatMap((name) => {
          const value = cause.facts[name];
          return typeof value === "string" || typeof value === "number" ? [`${name}: ${value}`] : [];
        });
        const rule = causeRules.find((one) => one === cause.facts.rule);
        return (
          <li key={JSON.stringify(cause)}>
            {rule !== undefined && <p>{t(`cause.${rule}`)}</p>}
            <p lang={isOwn(cause.message) ? undefined : "en"} className={rule === undefined ? undefined : "text-soft"}>
              {saidInWords(cause.message, said)}
              {facts.length > 0 && <span className="text-soft"> {t("facts", { facts: facts.join(", ") })}</span>}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

const isOwn = (message: string) => readSaid(message).every(({ word }) => word !== null);
