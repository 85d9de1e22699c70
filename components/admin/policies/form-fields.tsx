"use client";

import { type ReactNode, useId, useState } from "react";
import { Select } from "../../ui/select";

/** A labelled control with what it does beneath it. */
export function Labelled({
  label,
  help,
  children,
}: {
  label: string;
  help?: ReactNode;
  children: (ids: { id: string; help: string }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="text-sm">
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      {children({ id, help: `${id}-help` })}
      {help !== undefined && (
        <p id={`${id}-help`} className="mt-1 max-w-prose text-xs text-soft">
          {help}
        </p>
      )}
    </div>
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  help?: ReactNode;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
};

export function Choice<T extends string>({ label, help, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Labelled label={label} help={help}>
      {(ids) => (
        <Select
          id={ids.id}
          label={label}
          className="w-80"
          aria-describedby={help === undefined ? undefined : ids.help}
          value={value}
          options={options}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        />
      )}
    </Labelled>
  );
}

type NumberProps = {
  label: string;
  help?: ReactNode;
  value: number | null;
  min: number;
  max: number;
  step?: number;
  unit?: string;
  /** What an empty field means; without it there must be a number. */
  empty?: string;
  onChange: (value: number | null) => void;
};

/** A number as it is typed; what is none yet is null. */
export function NumberField({ label, help, value, min, max, step = 1, unit, empty, onChange }: NumberProps) {
  // What is typed, and not what it comes to: "2." must not become "2" under the reader's hands.
  const [text, setText] = useState(value === null ? "" : String(value));
  return (
    <Labelled label={label} help={help}>
      {(ids) => (
        <span className="flex items-center gap-2">
          <input
            id={ids.id}
            type="number"
            inputMode="decimal"
            min={min}
            max={max}
            step={step}
            required={empty === undefined}
            placeholder={empty}
            value={text}
            aria-describedby={help === undefined ? undefined : ids.help}
            onChange={(event) => {
              setText(event.target.value);
              const number = event.target.value === "" ? Number.NaN : Number(event.target.value);
              onChange(Number.isFinite(number) ? number : null);
            }}
            className="number h-8 w-28 rounded-md border border-edge bg-surface px-2 text-ink placeholder:text-soft"
          />
          {unit !== undefined && <span className="text-soft">{unit}</span>}
        </span>
      )}
    </Labelled>
  );
}

type TextProps = {
  label: string;
  help?: ReactNode;
  value: string;
  type?: "text" | "date";
  required?: boolean;
  max?: number;
  onChange: (value: string) => void;
};

export function TextField({ label, help, value, type = "text", required = false, max, onChange }: TextProps) {
  return (
    <Labelled label={label} help={help}>
      {(ids) => (
        <input
          id={ids.id}
          type={type}
          value={value}
          required={required}
          maxLength={max}
          autoComplete="off"
          aria-describedby={help === undefined ? undefined : ids.help}
          onChange={(event) => onChange(event.target.value)}
          className="h-8 w-full max-w-80 rounded-md border border-edge bg-surface px-2 text-ink"
        />
      )}
    </Labelled>
  );
}

export function Check({
  label,
  help,
  checked,
  onChange,
}: {
  label: string;
  help?: ReactNode;
  checked: boolean;
  onChange: (value: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="text-sm">
      <label className="flex items-center gap-2 font-medium">
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={help === undefined ? undefined : id}
          onChange={(event) => onChange(event.target.checked)}
          className="size-4 accent-accent"
        />
        {label}
      </label>
      {help !== undefined && (
        <p id={id} className="mt-1 max-w-prose text-xs text-soft">
          {help}
        </p>
      )}
    </div>
  );
}

/** Options that belong together. */
export function Fields({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="border-t border-line pt-3">
      <legend className="float-left pr-3 text-sm font-semibold">{title}</legend>
      <div className="mb-3 flex min-h-6 justify-end">{aside}</div>
      <div className="clear-both grid gap-4 md:grid-cols-2">{children}</div>
    </fieldset>
  );
}
