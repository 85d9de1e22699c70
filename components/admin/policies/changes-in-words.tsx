"use client";

import { useTranslations } from "next-intl";
import type { PolicyChange } from "@/lib/policies/diff-policies";
import { useKnownLocale } from "../../shell/shell-context";
import { fieldName, type Names, valueText } from "./policy-words";

/** What differs, option by option: what it was and what it is. */
export function ChangesInWords({ changes, names }: { changes: readonly PolicyChange[]; names: Names }) {
  const t = useTranslations("admin.policies");
  const locale = useKnownLocale();
  const words = { t, locale };
  return (
    <ul className="space-y-0.5">
      {changes.map((change) => (
        <li key={JSON.stringify([change.path, change.target])}>
          {t.rich("changeLine", {
            name: fieldName(change, words, names),
            before: valueText(change, change.before, words),
            after: valueText(change, change.after, words),
            strong: (chunks) => <strong className="font-medium">{chunks}</strong>,
          })}
        </li>
      ))}
    </ul>
  );
}
