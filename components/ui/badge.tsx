import clsx from "clsx";
import type { ReactNode } from "react";

const tones = {
  plain: "bg-sunken text-soft",
  accent: "bg-accent-soft text-accent",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
} as const;
export type Tone = keyof typeof tones;

/** A short word about a thing. The word carries the meaning, the tone only helps. */
export function Badge({ tone = "plain", title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span title={title} className={clsx("inline-block whitespace-nowrap rounded-sm px-1.5 text-xs font-medium leading-5", tones[tone])}>
      {children}
    </span>
  );
}
