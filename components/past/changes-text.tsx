"use client";

import { useTranslations } from "next-intl";
import type { Changes } from "@/lib/kpis/changes";
import { usePlaceHref } from "../filters/use-place-href";
import { formatCount, formatMeasure, formatValue } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { TextLink } from "../ui/text-link";

const kinds = ["late", "corrected", "takenBack", "recorded"] as const;

/** Then and now, and the facts between them: late, corrected, taken back, or simply new. */
export function ChangesText({ changes }: { changes: Changes }) {
  const t = useTranslations("past");
  const locale = useKnownLocale();
  const hrefOf = usePlaceHref();
  const { before, now, facts, sections } = changes;
  const shown = (value: typeof now | null) =>
    value === null ? t("unknownThen") : value.suppressed ? t("hidden") : formatValue(value.value, value.unit, locale);
  const told = kinds.filter((kind) => facts[kind] !== 0);
  return (
    <div className="space-y-1 text-sm">
      {/* A figure that neither was nor is there (no final grades yet) has nothing to hold side by side. */}
      {(before?.value != null || now.value !== null || before?.suppressed === true || now.suppressed) && (
        <p className="number">
          {t("thenNow", { before: shown(before), now: shown(now) })}
          {before?.n !== undefined && now.n !== undefined && before.n !== now.n && (
            <span className="text-soft"> {t("students", { before: formatCount(before.n, locale), now: formatCount(now.n, locale) })}</span>
          )}
        </p>
      )}
      {told.length === 0 ? (
        <p className="text-soft">{t("nothing")}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-3 text-soft">
          {told.map((kind) => {
            const count = facts[kind];
            return (
              <li key={kind}>{count === null ? t(`few.${kind}`) : t(`facts.${kind}`, { count, shown: formatMeasure(count, locale) })}</li>
            );
          })}
        </ul>
      )}
      {sections.length > 0 && (
        <ul className="text-soft">
          {sections.slice(0, 5).map(({ section, title, late, corrected, takenBack, recorded }) => (
            <li key={section}>
              <TextLink href={hrefOf("sections", section)}>{title === null ? section : `${title} (${section})`}</TextLink>{" "}
              {t("inSection", { count: late + corrected + takenBack + recorded })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
