"use client";

import { createContext, useCallback, useContext, useEffect, useEffectEvent, useState } from "react";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ViewQuery } from "@/lib/live/protocol";
import type { Palette } from "./palette";
import type { Picture } from "./picture";
import type { Sheet } from "./sheet";

/**
 * What a card's content can be saved as, from what the reader already has (SCOPE-1). Sheet and picture are made, and what
 * makes them is loaded, when they are asked for.
 */
export type Exportable = {
  view: ViewQuery;
  answer: KpiAnswer;
  sheet: () => Promise<Sheet>;
  /** What is drawn, if anything is. */
  picture?: ((palette: Palette) => Promise<Picture>) | undefined;
};
/** `headline`: the one figure · `table`: its groups · `weeks`: its trend · `letters`: a distribution. */
export const exportKinds = ["headline", "table", "weeks", "letters"] as const;
export type ExportKind = (typeof exportKinds)[number];
export type Offer = { kind: ExportKind; drawn: boolean; make: () => Exportable };
type Register = (offer: Offer) => () => void;

const ExportContext = createContext<Register | null>(null);
export const ExportProvider = ExportContext;

/** The offers of a card's content, in the order in which they came. */
export function useOffers(): { offers: readonly Offer[]; register: Register } {
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const register = useCallback<Register>((offer) => {
    setOffers((before) => [...before, offer]);
    return () => setOffers((before) => before.filter((one) => one !== offer));
  }, []);
  return { offers, register };
}

/** Offers the card that this is in something to save. Outside of a card nothing happens. */
export function useExport(kind: ExportKind, make: () => Exportable, drawn = false): void {
  const register = useContext(ExportContext);
  const latest = useEffectEvent(make);
  useEffect(() => register?.({ kind, drawn, make: () => latest() }), [register, kind, drawn]);
}
