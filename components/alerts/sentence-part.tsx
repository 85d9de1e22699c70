"use client";

import { useTranslations } from "next-intl";
import { conditionsOf, referencesOf, windowsOf } from "@/lib/alerts/rules/check-watch";
import { definitionOf } from "@/lib/kpis/definitions";
import { kpiIds } from "@/lib/kpis/question";
import { useKnownLocale, useShell } from "../shell/shell-context";
import { Select } from "../ui/select";
import { brokenIn, type Draft, usualAmount } from "./draft";
import { NumberIn } from "./number-in";

type Props = { draft: Draft; onChange: (some: Partial<Draft>) => void };

/** What is watched, and when to tell: one part after the other, as one would say it. */
export function SentencePart({ draft, onChange }: Props) {
  const t = useTranslations("alerts.form");
  const locale = useKnownLocale();
  const { released } = useShell();
  const { kpi, when, over } = draft;
  const ratio = definitionOf(kpi).unit === "ratio";
  const stale = when === "stale";
  const broken = brokenIn(draft, released);
  const conditions = conditionsOf(kpi).map((value) => ({ value, label: t(`when.${value}`) }));
  const unit = ratio ? (when === "below" || when === "above" ? "%" : t("points")) : t("gradePoints");
  const chosen = <T extends string>(list: readonly T[], value: string, act: (one: T) => void) => {
    const found = list.find((one) => one === value);
    if (found !== undefined) act(found);
  };
  return (
    <fieldset className="space-y-3">
      <legend className="sr-only">{t("sentence")}</legend>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
        <span>{t("tellMe")}</span>
        {!stale && (
          <>
            <Select
              label={t("kpi")}
              value={kpi}
              options={kpiIds.map((id) => ({ value: id, label: definitionOf(id).name[locale] }))}
              onChange={(event) => chosen(kpiIds, event.target.value, (one) => onChange({ kpi: one, amount: usualAmount(when, one) }))}
            />
            <Select
              label={t("over")}
              value={over}
              disabled={when === "off-normal"}
              options={windowsOf(kpi, released).map((value) => ({ value, label: t(`window.${value}`) }))}
              onChange={(event) => chosen(windowsOf(kpi, released), event.target.value, (one) => onChange({ over: one }))}
            />
          </>
        )}
        {stale && <SourceSelect value={draft.source} onChange={(source) => onChange({ source })} />}
        <Select
          label={t("condition")}
          value={when}
          options={conditions}
          onChange={(event) =>
            chosen(conditionsOf(kpi), event.target.value, (one) =>
              onChange({ when: one, amount: usualAmount(one, kpi), ...(one === "off-normal" ? { band: "0.5" } : {}) }),
            )
          }
        />
        {stale ? (
          <NumberIn
            label={t("minutesSilent")}
            value={draft.minutes}
            unit={t("minutes")}
            broken={broken.has("minutes")}
            onChange={(minutes) => onChange({ minutes })}
          />
        ) : (
          <NumberIn
            label={t("amount")}
            value={draft.amount}
            unit={unit}
            broken={broken.has("amount")}
            onChange={(amount) => onChange({ amount })}
          />
        )}
        {(when === "fell" || when === "rose") && (
          <Select
            label={t("against")}
            value={draft.against}
            options={referencesOf(kpi, over).map((value) => ({ value, label: t(`reference.${value}`) }))}
            onChange={(event) => chosen(referencesOf(kpi, over), event.target.value, (against) => onChange({ against }))}
          />
        )}
        {when === "off-normal" && (
          <Select
            label={t("side")}
            value={draft.side}
            options={(["below", "above", "either"] as const).map((value) => ({ value, label: t(`sides.${value}`) }))}
            onChange={(event) => chosen(["below", "above", "either"] as const, event.target.value, (side) => onChange({ side }))}
          />
        )}
      </div>
      {!stale && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-2 text-sm">
          <span>{t("heldFor")}</span>
          <NumberIn
            label={t("minimumMinutes")}
            value={draft.minimumMinutes}
            unit={t("minutes")}
            broken={broken.has("minimumMinutes")}
            onChange={(minimumMinutes) => onChange({ minimumMinutes })}
          />
          <span>{t("withAtLeast")}</span>
          <NumberIn
            label={t("minimumN")}
            value={draft.minimumN}
            unit={t("students")}
            broken={broken.has("minimumN")}
            onChange={(minimumN) => onChange({ minimumN })}
          />
          <span>{t("overWhen")}</span>
          <NumberIn
            label={t("band")}
            value={draft.band}
            unit={ratio ? t("points") : t("gradePoints")}
            broken={broken.has("band")}
            onChange={(band) => onChange({ band })}
          />
        </div>
      )}
    </fieldset>
  );
}

/** Sources are named by the systems that send them; any of them unless one is named. */
function SourceSelect({ value, onChange }: { value: string; onChange: (source: string) => void }) {
  const t = useTranslations("alerts.form");
  return (
    <input
      aria-label={t("source")}
      placeholder={t("anySource")}
      value={value}
      maxLength={200}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      className="h-8 w-52 max-w-full rounded-md border border-edge bg-surface px-2 text-sm"
    />
  );
}
