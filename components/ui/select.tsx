import clsx from "clsx";
import type { SelectHTMLAttributes } from "react";

type Props = Omit<SelectHTMLAttributes<HTMLSelectElement>, "children"> & {
  label: string;
  options: readonly { value: string; label: string }[];
};

/** The browser's own list: known to every reader, keyboard and telephone. */
export function Select({ label, options, className, ...rest }: Props) {
  return (
    <select
      aria-label={label}
      className={clsx("h-8 max-w-full cursor-pointer truncate rounded-md border border-edge bg-surface px-2 text-sm text-ink", className)}
      {...rest}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
