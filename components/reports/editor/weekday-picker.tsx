"use client";

import clsx from "clsx";
import { useTranslations } from "next-intl";
import { useFieldProblem } from "./field-problem";

/** ISO: Monday is 1. */
const days = [1, 2, 3, 4, 5, 6, 7] as const;

/** Some days of the week, all in sight. */
export function WeekdayPicker({ value, onChange }: { value: readonly number[]; onChange: (days: number[]) => void }) {
  const t = useTranslations("reports");
  const problem = useFieldProblem("timing.rule.on");
  return (
    <span
      role="group"
      aria-label={t("editor.days")}
      aria-describedby={problem["aria-describedby"]}
      className="inline-flex flex-wrap gap-1 align-middle"
    >
      {days.map((day) => {
        const chosen = value.includes(day);
        return (
          <button
            key={day}
            type="button"
            aria-pressed={chosen}
            // The group has no value of its own to be invalid: its first button takes the focus.
            data-invalid={problem["aria-invalid"]}
            onClick={() => onChange(days.filter((one) => (one === day ? !chosen : value.includes(one))))}
            className={clsx(
              "h-8 min-w-8 cursor-pointer rounded-md border px-2 text-sm font-medium",
              chosen ? "border-accent bg-accent text-on-accent" : "border-edge bg-surface text-soft hover:text-ink",
            )}
          >
            {t(`weekday.${day}`)}
          </button>
        );
      })}
    </span>
  );
}
