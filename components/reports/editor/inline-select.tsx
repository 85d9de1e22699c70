"use client";

import { Select } from "../../ui/select";
import { useFieldProblem } from "./field-problem";

type Props<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  /** The field that it is told by where something is wrong with it. */
  field?: string;
  onChange: (value: T) => void;
};

/** A word of a sentence that is one of a few. */
export function InlineSelect<T extends string>({ label, value, options, field = "", onChange }: Props<T>) {
  const problem = useFieldProblem(field);
  return (
    <Select
      label={label}
      className="text-base font-medium"
      value={value}
      options={options}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      {...problem}
    />
  );
}
