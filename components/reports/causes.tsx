"use client";

import { useTranslations } from "next-intl";
import type { ShownCause } from "@/lib/reports/manage/run-shapes";

/** Facts that say where something failed, in the order in which they are told. */
const told = ["tile", "what", "field", "rule", "found"] as const;

/** What failed, as it was said, with the facts that tell where. */
export function Causes({ causes }: { causes: readonly ShownCause[] }) {
  const t = useTranslations("reports.run");
  return (
    <ul className="space-y-1 text-sm">
      {causes.map((cause) => {
        const facts = told.flatMap((name) => {
          const value = cause.facts[name];
          return typeof value === "string" || typeof value === "number" ? [`${name}: ${value}`] : [];
        });
        return (
          <li key={JSON.stringify(cause)} lang="en">
            {cause.message}
            {facts.length > 0 && <span className="text-soft"> {t("facts", { facts: facts.join(", ") })}</span>}
          </li>
        );
      })}
    </ul>
  );
}
