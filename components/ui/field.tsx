import type { InputHTMLAttributes } from "react";

export function Field({ label, ...rest }: InputHTMLAttributes<HTMLInputElement> & { label: string }) {
  return (
    <label className="block text-sm font-medium">
      {label}
      <input className="mt-1 h-11 w-full rounded-md border border-edge bg-surface px-3 text-base font-normal" {...rest} />
    </label>
  );
}
