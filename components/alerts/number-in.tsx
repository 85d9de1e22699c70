"use client";

import clsx from "clsx";

type Props = { label: string; value: string; unit: string; broken: boolean; onChange: (value: string) => void };

/** A number within a sentence, with its unit behind it. `broken`: what is typed is none that can be. */
export function NumberIn({ label, value, unit, broken, onChange }: Props) {
  return (
    <span className="inline-flex items-center gap-1">
      <input
        aria-label={label}
        aria-invalid={broken || undefined}
        inputMode="decimal"
        value={value}
        maxLength={8}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        className={clsx("number h-8 w-20 rounded-md border bg-surface px-2 text-right text-sm", broken ? "border-bad" : "border-edge")}
      />
      <span>{unit}</span>
    </span>
  );
}
