"use client";

type Props = { label: string; value: string; unit: string; onChange: (value: string) => void };

/** A number within a sentence, with its unit behind it. */
export function NumberIn({ label, value, unit, onChange }: Props) {
  return (
    <span className="inline-flex items-center gap-1">
      <input
        aria-label={label}
        inputMode="decimal"
        value={value}
        maxLength={8}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        className="number h-8 w-20 rounded-md border border-edge bg-surface px-2 text-right text-sm"
      />
      <span>{unit}</span>
    </span>
  );
}
