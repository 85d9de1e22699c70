"use client";

import { ArrowDown, ArrowUp, Equal } from "lucide-react";
import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { gapTo } from "@/lib/kpis/gap-to";
import type { ComparisonKind } from "@/lib/kpis/question";
import { useKnownLocale } from "../shell/shell-context";
import { definitionFor } from "./definition-text";
import { formatDistance, formatValue, isEven } from "./format";

/** The gap to what is compared with: its size, its direction and whether that is good, all in words. */
export function Comparison({ answer, asked }: { answer: KpiAnswer; asked: ComparisonKind | undefined }) {
  const t = useTranslations("gap");
  const locale = useKnownLocale();
  const { comparison, value, unit } = answer;
  if (comparison === undefined || value === null) return null;
  if (comparison.label === "") return <p className="text-sm text-soft">{t(asked === "target" ? "noTarget" : "nothing")}</p>;
  const label = comparison.term === undefined ? t("target") : comparison.label;
  const gap = gapTo(answer);
  if (comparison.value === null || gap === null) return <p className="text-sm text-soft">{t("noValue", { label })}</p>;
  const before = formatValue(comparison.value, unit, locale);
  if (isEven(gap, unit)) {
    return (
      <p className="flex items-baseline gap-1 text-sm text-soft">
        <Equal className="size-3.5 self-center" aria-hidden="true" />
        {t("same", { label, before })} {comparison.own !== undefined && t("wholeWeeks")}
      </p>
    );
  }
  const up = gap > 0;
  const better = up === (definitionFor(answer.kpi)?.direction === "up");
  const Arrow = up ? ArrowUp : ArrowDown;
  return (
    <p className="number flex items-baseline gap-1 text-sm">
      <Arrow className={`size-3.5 shrink-0 self-center ${better ? "text-good" : "text-bad"}`} aria-hidden="true" />
      <span>
        <span className={`font-medium ${better ? "text-good" : "text-bad"}`}>
          {t("gap", { gap: formatDistance(gap, unit, locale), direction: up ? "up" : "down", sense: better ? "better" : "worse" })}
        </span>{" "}
        <span className="text-soft">
          {t("than", { label, before })} {comparison.own !== undefined && t("wholeWeeks")}{" "}
          {comparison.policyVersion !== undefined && t("otherPolicy", { version: comparison.policyVersion })}
        </span>
      </span>
    </p>
  );
}
