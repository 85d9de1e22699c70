import type { KpiId } from "@/lib/kpis/question";
import type { ReportKind } from "../content-shape";
import type { Tile } from "./tile-shape";

/** The third headline of each kind, as on its screen: who leaves the school, or who leaves the course. */
export const thirdHeadline: Readonly<Record<ReportKind, "dropout-rate" | "course-withdrawal-rate">> = {
  institution: "dropout-rate",
  department: "dropout-rate",
  course: "course-withdrawal-rate",
  section: "course-withdrawal-rate",
};

/** The figures that a mail names, and that are told of as changed. */
export const headlineKpis = (kind: ReportKind): readonly KpiId[] => ["attendance-rate", "grade-distribution", thirdHeadline[kind]];

const figures = (...kpis: readonly KpiId[]): Tile => ({ id: "figures", shows: "figures", kpis });
const trend = (kpi: KpiId): Tile => ({ id: `trend-${kpi}`, shows: "trend", kpi });
const since: Tile = { id: "since", shows: "since" };
const movers: Tile = { id: "movers", shows: "movers" };
const letters: Tile = { id: "letters", shows: "letters" };
const heat: Tile = { id: "heat", shows: "heat" };
const students: Tile = { id: "students", shows: "students" };
const notes: Tile = { id: "notes", shows: "notes" };
const ranking = (kpi: KpiId, by: "below" | "course" | "program"): Tile => ({ id: `ranking-${by}`, shows: "ranking", kpi, by });
const members = (by: "below" | "course" | "program", ...kpis: readonly KpiId[]): Tile => ({
  id: `members-${by}`,
  shows: "members",
  by,
  kpis,
});

/** What each kind of report is made of, in its order. */
export const kindTiles: Readonly<Record<ReportKind, readonly Tile[]>> = {
  institution: [
    figures("attendance-rate", "grade-distribution", "dropout-rate", "course-withdrawal-rate", "engagement-rate", "attendance-coverage"),
    since,
    movers,
    trend("attendance-rate"),
    trend("dropout-rate"),
    letters,
    ranking("attendance-rate", "below"),
    heat,
    members("below", "attendance-rate", "attendance-coverage", "course-withdrawal-rate", "engagement-rate", "mean-grade-points"),
    members("program", "attendance-rate", "dropout-rate", "mean-grade-points"),
    notes,
  ],
  department: [
    figures("attendance-rate", "grade-distribution", "dropout-rate", "course-withdrawal-rate", "engagement-rate", "attendance-coverage"),
    since,
    movers,
    trend("attendance-rate"),
    trend("dropout-rate"),
    letters,
    ranking("attendance-rate", "course"),
    heat,
    members("course", "attendance-rate", "attendance-coverage", "course-withdrawal-rate", "engagement-rate", "mean-grade-points"),
    members("program", "attendance-rate", "dropout-rate", "mean-grade-points"),
    notes,
  ],
  course: [
    figures("attendance-rate", "grade-distribution", "course-withdrawal-rate", "engagement-rate", "dfw-rate", "attendance-coverage"),
    since,
    trend("attendance-rate"),
    trend("course-withdrawal-rate"),
    letters,
    ranking("attendance-rate", "below"),
    heat,
    members("below", "attendance-rate", "attendance-coverage", "course-withdrawal-rate", "engagement-rate", "mean-grade-points"),
    notes,
  ],
  section: [
    figures("attendance-rate", "grade-distribution", "course-withdrawal-rate", "engagement-rate", "dfw-rate", "attendance-coverage"),
    since,
    trend("attendance-rate"),
    letters,
    members("below", "attendance-rate", "attendance-coverage", "course-withdrawal-rate", "engagement-rate", "mean-grade-points"),
    students,
    notes,
  ],
};
