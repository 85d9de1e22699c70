"use client";

import { Select } from "../../ui/select";
import { Labelled } from "./labelled";

type Props<T extends string> = {
  label: string;
  field?: string;
  help?: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** One of a few under a label. */
export function Choice<T extends string>({ value, options, onChange, ...named }: Props<T>) {
  return (
    <Labelled {...named}>
      {(ids) => (
        <Select
          label={named.label}
          className="w-full"
          value={value}
          options={options}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
          {...ids}
        />
      )}
    </Labelled>
  );
}
