"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { ExportProvider, useOffers } from "../exports/export-context";
import { ExportMenu } from "../exports/export-menu";

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

/** A named region of a page. What its content offers (useExport) can be saved from its head. */
export function Card({ title, label, aside, note, className, children, ...rest }: Props) {
  const { offers, register } = useOffers();
  return (
    <section
      aria-label={label ?? title}
      className={clsx("flex min-w-0 flex-col rounded-lg border border-line bg-surface p-4", className)}
      {...rest}
    >
      <header className="mb-2 flex min-h-7 flex-wrap items-center justify-between gap-x-3">
        <h2 className="font-semibold">{title}</h2>
        <div className="flex items-center gap-1 text-xs text-soft">
          {aside}
          {offers.length > 0 && <ExportMenu title={label ?? title} offers={offers} />}
        </div>
        {note !== undefined && <p className="w-full text-sm text-soft">{note}</p>}
      </header>
      <ExportProvider value={register}>{children}</ExportProvider>
    </section>
  );
}
