"use client";

import { useTranslations } from "next-intl";
import { useShell } from "../../shell/shell-context";
import { Field } from "../../ui/field";
import { lastDayAllowed, usualLastDay } from "./last-days";

type Props = {
  value: string | null;
  /** The day so far of a key that is changed: on the command line it may be further ahead. */
  kept: string | null;
  onChange: (day: string | null) => void;
};

/** The last day that a key holds, a year ahead at most; or none, which is warned of. */
export function ExpiryField({ value, kept, onChange }: Props) {
  const t = useTranslations("keys");
  const { today } = useShell();
  const last = lastDayAllowed(today);
  return (
    <div className="space-y-2">
      {value !== null && (
        <Field
          label={t("lastDay")}
          type="date"
          required
          min={today}
          max={kept !== null && kept > last ? kept : last}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      <label className="flex cursor-pointer items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-(--accent)"
          checked={value === null}
          onChange={(event) => onChange(event.target.checked ? null : usualLastDay(today))}
        />
        {t("noEnd")}
      </label>
      {value === null && (
        <p role="status" className="rounded-md bg-warn-soft p-3 text-sm text-warn">
          {t("noEndWarning")}
        </p>
      )}
    </div>
  );
}
