import clsx from "clsx";
import type { SelectHTMLAttributes } from "react";
import { useHydrated } from "./use-hydrated";

type Props = Omit<SelectHTMLAttributes<HTMLSelectElement>, "children"> & {
  label: string;
  options: readonly { value: string; label: string }[];
};

/**
 * The browser's own list: known to every reader, keyboard and telephone. It waits until the page can hear it: what is chosen
 * before that is lost, and the list would show the old choice again.
 */
export function Select({ label, options, className, disabled = false, ...rest }: Props) {
  const hydrated = useHydrated();
  return (
    <select
      aria-label={label}
      className={clsx("h-8 max-w-full cursor-pointer truncate rounded-md border border-edge bg-surface px-2 text-sm text-ink", className)}
      disabled={disabled || !hydrated}
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
