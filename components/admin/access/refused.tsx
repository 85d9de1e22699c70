"use client";

import { useTranslations } from "next-intl";
import { formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { AccessProblem, type Refusal } from "./fetch-access";
import { refusedRules } from "./refused-rules";

type Rule = (typeof refusedRules)[number];

/** Why the server did not do it, in words; nothing where it did. */
export function Refused({ error }: { error: Error | null }) {
  if (error === null) return null;
  const refusal = error instanceof AccessProblem ? error.refusal : null;
  return (
    <p role="alert" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
      <Words refusal={refusal} />
    </p>
  );
}

function Words({ refusal }: { refusal: Refusal | null }) {
  const t = useTranslations("admin.refused");
  const locale = useKnownLocale();
  const zone = useZone();
  if (refusal?.rule === "changed-meanwhile") {
    const at = refusal.at ?? null;
    const who = { by: refusal.by ?? t("somebody"), at: at === null ? "–" : formatInstant(at, locale, zone) };
    const changed = (refusal.changed ?? []).map(({ field, now }) => `${t(`field.${fieldOf(field)}`)}: ${shown(now, t("none"))}`);
    return t("changedMeanwhile", { ...who, changed: changed.join("; ") });
  }
  if (refusal?.rule === "held" && refusal.heldBy !== undefined) {
    const { count, first } = refusal.heldBy;
    return t("held", { count, names: first.map(({ name }) => name).join(", ") });
  }
  const rule = ruleOf(refusal);
  return rule === null ? t("failed") : t(`rule.${rule}`, { found: String(refusal?.found ?? "") });
}

function ruleOf(refusal: Refusal | null): Rule | null {
  if (refusal === null) return null;
  if (refusal.field === "email" && refusal.code === "bad-request") return "email";
  return refusedRules.find((rule) => rule === refusal.rule) ?? null;
}

const shown = (value: unknown, none: string): string =>
  value === null || value === "" ? none : Array.isArray(value) ? value.join(", ") : String(value);

const fields = ["name", "boundTo", "disabled", "endsAt", "nameKo", "home", "permissions"] as const;
const fieldOf = (field: string) => fields.find((one) => one === field) ?? "name";
