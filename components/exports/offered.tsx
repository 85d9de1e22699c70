"use client";

import { type Exportable, type ExportKind, useExport } from "./export-context";

type Props = { kind: ExportKind; drawn?: boolean; make: () => Exportable };

/** Offers its card something to save, where a component has the answer in hand and no hook to call. */
export function Offered({ kind, drawn = false, make }: Props) {
  useExport(kind, make, drawn);
  return null;
}
