import type { KpiId } from "@/lib/kpis/question";

/** A part of a report that is looked at by itself: it is there with figures, or says why not (REPORT-1). */
export type Tile = { id: string } & (
  | { shows: "figures"; kpis: readonly KpiId[] }
  | { shows: "since" }
  | { shows: "movers" }
  | { shows: "trend"; kpi: KpiId }
  | { shows: "letters" }
  | { shows: "heat" }
  | { shows: "ranking"; kpi: KpiId; by: Breakdown }
  | { shows: "members"; by: Breakdown; kpis: readonly KpiId[] }
  | { shows: "students" }
  | { shows: "notes" }
);

/** `below`: the level beneath what the report is about, as its reader may see it. */
export type Breakdown = "below" | "course" | "program";

/** What a tile says of itself once it is drawn. `hidden`: few students stand behind it. `empty`: there is nothing yet. */
export const tileStates = ["ready", "empty", "hidden"] as const;
export type TileState = (typeof tileStates)[number];
