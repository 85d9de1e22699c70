import clsx from "clsx";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** The name of the region where its title alone would not tell it from others. */
  label?: string;
  /** Beside the title, at the end. */
  aside?: ReactNode;
  /** One line under the title. */
  note?: ReactNode;
  className?: string | undefined;
  id?: string | undefined;
  "data-kpi"?: string | undefined;
  children: ReactNode;
};

/** A named region of a page. */
export function Card({ title, label, aside, note, className, children, ...rest }: Props) {
  return (
    <section
      aria-label={label ?? title}
      className={clsx("flex min-w-0 flex-col rounded-lg border border-line bg-surface p-4", className)}
      {...rest}
    >
      <header className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-semibold">{title}</h2>
        {aside !== undefined && <div className="text-xs text-soft">{aside}</div>}
        {note !== undefined && <p className="w-full text-sm text-soft">{note}</p>}
      </header>
      {children}
    </section>
  );
}
