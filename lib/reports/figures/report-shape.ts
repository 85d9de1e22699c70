import type { Scope } from "@/lib/access/scope";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { Policy } from "@/lib/kpis/policy";
import type { KpiQuery } from "@/lib/kpis/request";
import type { Place } from "@/lib/warehouse/queries/find-place";
import type { SourceState } from "@/lib/warehouse/sources/source-state";
import type { ReportContent } from "../content-shape";
import type { Level } from "../kinds/level-of";
import type { Days, Unapplied } from "../kinds/questions";
import type { Tile } from "../kinds/tile-shape";
import type { HeadlineFigures } from "../ports";

/** A figure with what was asked for it, and the filters of the report that it does not follow. */
export type Figure = { query: KpiQuery; answer: KpiAnswer; unapplied: readonly Unapplied[] };
/** The same of another term or place, and what that is called. */
export type Beside = { answer: KpiAnswer; label: string };

/** A KPI then and now, of one term and the same days. `told`: what the readers were told then, else what was known; `facts`: null where too few to say; `sections`: the most changed. */
export type Changed = {
  kpi: KpiAnswer["kpi"];
  now: KpiAnswer;
  told: { value: number | null; n: number | null; suppressed: boolean } | null;
  facts: Readonly<Record<"late" | "recorded" | "corrected" | "takenBack", number | null>> | null;
  sections: readonly { section: string; title: string | null; changes: number }[];
};

export type StudentRow = {
  name: string;
  status: "enrolled" | "withdrawn" | "completed" | null;
  present: number;
  late: number;
  absent: number;
  excused: number;
  absencesLeft: number | null;
  chronic: boolean;
  letter: string | null;
  state: "provisional" | "final" | null;
};

export type TermDays = { id: string; name: string; startsOn: string; endsOn: string };

type Drawn<S extends Tile["shows"], More> = { tile: Extract<Tile, { shows: S }> } & More;
/** A tile with its figures, all of one snapshot. */
export type ReportTile =
  | Drawn<"figures", { figures: readonly Figure[]; coverage: Figure }>
  | Drawn<"since", { since: string | null; kept: boolean; changed: readonly Changed[] }>
  | Drawn<"movers", { answer: KpiAnswer; level: Level }>
  | Drawn<"trend", { figure: Figure; whole: KpiAnswer; before: (Beside & { days: TermDays }) | null }>
  | Drawn<"letters", { figure: Figure; before: Beside | null }>
  | Drawn<"heat", { answer: KpiAnswer; level: Level }>
  | Drawn<"ranking", { figure: Figure; before: Beside | null; level: Level }>
  | Drawn<"members", { columns: readonly Figure[]; level: Level }>
  | Drawn<"students", { open: boolean; students: readonly StudentRow[]; named: boolean }>
  | Drawn<"notes", object>;

export type ReportSource = { source: string; eventTime: string; lagSeconds: number; state: SourceState };

/** All that a report says, of one snapshot. Who gets it is not in it. */
export type Report = {
  content: ReportContent;
  locale: "en" | "ko";
  timeZone: string;
  /** The instant of the reading, and its local day. */
  readAt: string;
  today: string;
  term: TermDays | null;
  days: Days | null;
  place: Place | null;
  program: string | null;
  scope: { kind: Scope["kind"]; parts: readonly ScopePart[] };
  studentLevel: boolean;
  position: string;
  processedThrough: string | null;
  policyVersion: number;
  policy: Policy;
  sources: readonly ReportSource[];
  tiles: readonly ReportTile[];
  headline: HeadlineFigures;
};

/** A part of a scope with the names of its places. */
export type ScopePart = { kind: Exclude<Scope["kind"], "union" | "none">; names: readonly string[]; count: number };
