import type { ReactNode } from "react";

/** A control that names itself, under words that everybody sees. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 text-sm">
      <span className="mb-1 block font-medium" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}

export const inputLook = "h-8 w-full rounded-md border border-edge bg-surface px-2 text-sm font-normal text-ink";
