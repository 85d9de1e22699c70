"use client";

import { useTranslations } from "next-intl";
import { leastEventDays, type Policy, retained } from "@/lib/kpis/policy";
import { useKnownLocale } from "../../shell/shell-context";
import { Button } from "../../ui/button";
import { Check, Choice, Fields, NumberField } from "./form-fields";
import { valueText } from "./policy-words";

export type FieldsProps = { policy: Policy; set: (policy: Policy) => void };

/** Shares that are usual. They are exact: a third of 15 meetings is 5. */
const lateWeights = [1, 2 / 3, 1 / 2, 1 / 3, 0];
const limits = [1 / 5, 1 / 4, 0.3, 1 / 3, 1 / 2];
const chronicRates = [0.05, 0.1, 0.15, 1 / 5, 1 / 4];
const withCurrent = (usual: readonly number[], current: number) =>
  usual.includes(current) ? usual : [...usual, current].sort((a, b) => b - a);

/** An empty field is no number yet: the draft is not complete. */
const orNaN = (value: number | null) => value ?? Number.NaN;

export function AttendanceFields({ policy, set }: FieldsProps) {
  const t = useTranslations("admin.policies");
  const locale = useKnownLocale();
  const { attendance } = policy;
  const change = (part: Partial<Policy["attendance"]>) => set({ ...policy, attendance: { ...attendance, ...part } });
  const shares = (
    path: "attendance.lateWeight" | "attendance.absenceLimit" | "attendance.chronicRate",
    usual: readonly number[],
    current: number,
  ) => withCurrent(usual, current).map((value) => ({ value: String(value), label: valueText(t, locale, { path }, value) }));
  return (
    <Fields title={t("group.attendance")}>
      <Choice
        label={t("field.attendance.lateWeight")}
        help={t("help.lateWeight")}
        value={String(attendance.lateWeight)}
        options={shares("attendance.lateWeight", lateWeights, attendance.lateWeight)}
        onChange={(value) => change({ lateWeight: Number(value) })}
      />
      <Choice
        label={t("field.attendance.excused")}
        help={t("help.excused")}
        value={attendance.excused}
        options={[
          { value: "excluded", label: t("excused.excluded") },
          { value: "attended", label: t("excused.attended") },
        ]}
        onChange={(excused) => change({ excused })}
      />
      <Choice
        label={t("field.attendance.absenceLimit")}
        help={t("help.absenceLimit")}
        value={String(attendance.absenceLimit)}
        options={shares("attendance.absenceLimit", limits, attendance.absenceLimit)}
        onChange={(value) => change({ absenceLimit: Number(value) })}
      />
      <div className="grid gap-4">
        <Choice
          label={t("field.attendance.chronicRate")}
          help={t("help.chronic")}
          value={String(attendance.chronicRate)}
          options={shares("attendance.chronicRate", chronicRates, attendance.chronicRate)}
          onChange={(value) => change({ chronicRate: Number(value) })}
        />
        <NumberField
          label={t("field.attendance.chronicMinimum")}
          value={attendance.chronicMinimum}
          min={1}
          max={200}
          unit={t("meetings")}
          onChange={(value) => change({ chronicMinimum: orNaN(value) })}
        />
      </div>
    </Fields>
  );
}

export function DropoutFields({ policy, set }: FieldsProps) {
  const t = useTranslations("admin.policies");
  const { dropout } = policy;
  const change = (part: Partial<Policy["dropout"]>) => set({ ...policy, dropout: { ...dropout, ...part } });
  return (
    <Fields
      title={t("group.dropout")}
      aside={
        <Button look="link" className="text-sm" onClick={() => change({ window: "korean-year", census: "april-1", countLeave: true })}>
          {t("koreanPractice")}
        </Button>
      }
    >
      <Choice
        label={t("field.dropout.window")}
        help={t("help.window")}
        value={dropout.window}
        options={[
          { value: "term", label: t("window.term") },
          { value: "korean-year", label: t("window.korean-year") },
        ]}
        onChange={(window) => change({ window })}
      />
      <Choice
        label={t("field.dropout.census")}
        help={t("help.census")}
        value={dropout.census}
        options={[
          { value: "term", label: t("census.term") },
          { value: "april-1", label: t("census.april-1") },
        ]}
        onChange={(census) => change({ census })}
      />
      <Check
        label={t("field.dropout.countLeave")}
        help={t("help.countLeave")}
        checked={dropout.countLeave}
        onChange={(countLeave) => change({ countLeave })}
      />
    </Fields>
  );
}

export function ThresholdFields({ policy, set }: FieldsProps) {
  const t = useTranslations("admin.policies");
  return (
    <Fields title={t("group.suppression")}>
      <NumberField
        label={t("field.suppression.threshold")}
        help={t("help.threshold")}
        value={policy.suppression.threshold}
        min={3}
        max={30}
        unit={t("students")}
        onChange={(threshold) => set({ ...policy, suppression: { threshold: orNaN(threshold) } })}
      />
    </Fields>
  );
}

export function PrivacyFields({ policy, set }: FieldsProps) {
  const t = useTranslations("admin.policies");
  return (
    <Fields title={t("group.privacy")}>
      <Choice
        label={t("field.privacy.lookUpReason")}
        help={t("help.lookUpReason")}
        value={policy.privacy.lookUpReason}
        options={[
          { value: "none", label: t("lookUpReason.none") },
          { value: "student-pages", label: t("lookUpReason.student-pages") },
        ]}
        onChange={(lookUpReason) => set({ ...policy, privacy: { lookUpReason } })}
      />
    </Fields>
  );
}

export function RetentionFields({ policy, set }: FieldsProps) {
  const t = useTranslations("admin.policies");
  const { retention } = policy;
  return (
    <Fields title={t("group.retention")}>
      {retained.map((kind) => (
        <NumberField
          key={kind}
          label={t(`field.retention.${kind}`)}
          help={t(`keep.${kind}`)}
          value={retention[kind]}
          min={kind === "events" ? leastEventDays : 1}
          max={3_650}
          unit={t("daysUnit")}
          empty={t("forEver")}
          onChange={(days) => set({ ...policy, retention: { ...retention, [kind]: days } })}
        />
      ))}
      <p className="max-w-prose text-xs text-soft md:col-span-2">{t("keptForEver")}</p>
    </Fields>
  );
}
