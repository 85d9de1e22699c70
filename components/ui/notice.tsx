import clsx from "clsx";
import type { ReactNode } from "react";

const tones = { warn: "bg-warn-soft text-warn", bad: "bg-bad-soft text-ink", plain: "bg-accent-soft text-ink" } as const;

/** A line across the page about the whole of it. */
export function Notice({
  tone,
  label,
  role,
  children,
}: {
  tone: keyof typeof tones;
  label?: string;
  role?: "status";
  children: ReactNode;
}) {
  // What is announced is no landmark beside it.
  const Element = role === undefined ? "aside" : "div";
  return (
    <Element aria-label={label} role={role} className={clsx("border-b border-line", tones[tone])}>
      <div className="mx-auto max-w-page px-4 py-1.5 text-sm">{children}</div>
    </Element>
  );
}
