"use client";

import { useTranslations } from "next-intl";
import type { PolicyChange } from "@/lib/policies/diff-policies";
import { useKnownLocale } from "../../shell/shell-context";
import { fieldName, type Names, valueText } from "./policy-words";

/** What differs, option by option: what it was and what it is. */
export function ChangesInWords({ changes, names }: { changes: readonly PolicyChange[]; names: Names }) {
  const t = useTranslations("admin.policies");
  const locale = useKnownLocale();
  return (
    <ul className="space-y-0.5">
      {changes.map((change) => (
        <li key={JSON.stringify([change.path, change.target])}>
          {t.rich("changeLine", {
            name: fieldName(t, locale, change, names),
            before: valueText(t, locale, change, change.before),
            after: valueText(t, locale, change, change.after),
            strong: (chunks) => <strong className="font-medium">{chunks}</strong>,
          })}
        </li>
      ))}
    </ul>
  );
}
