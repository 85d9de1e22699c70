import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiId } from "@/lib/kpis/question";
import type { KpiQuery } from "@/lib/kpis/request";
import { provisionalStands } from "@/lib/kpis/standing-grades";
import type { Place } from "@/lib/warehouse/queries/find-place";
import { levelOf } from "../kinds/level-of";
import { type Asked, questionOf, unappliedTo } from "../kinds/questions";
import type { Breakdown, Tile } from "../kinds/tile-shape";
import type { RenderingOrder } from "../ports";
import type { Asker } from "./asker";
import { inTermComparedWith, inWholeTerm } from "./other-term";
import type { StudentsRead } from "./read-students";
import type { Beside, Changed, Figure, ReportTile, TermDays } from "./report-shape";

/** What tiles are read by. */
export type TileReading = {
  order: RenderingOrder;
  asker: Asker;
  asked: Asked;
  read: ScopedRead;
  place: Place | null;
  terms: readonly TermDays[];
  today: string;
  /** Figures of a section are of one term: nothing is held beside them but a target. */
  compares: boolean;
  students: (section: string) => Promise<StudentsRead>;
  changes: () => Promise<{ since: string | null; kept: boolean; changed: Changed[] }>;
};

/** The figures of one tile. */
export async function readTile(tile: Tile, reading: TileReading): Promise<ReportTile> {
  switch (tile.shows) {
    case "figures": {
      const figures: Figure[] = [];
      for (const kpi of tile.kpis) figures.push(await headline(kpi, reading));
      return { tile, figures, coverage: await figure("attendance-coverage", reading) };
    }
    case "since":
      return { tile, ...(await reading.changes()) };
    case "movers":
      return { tile, ...(await byMemberAndWeek(reading)) };
    case "heat":
      return { tile, ...(await byMemberAndWeek(reading)) };
    case "trend":
      return { tile, ...(await trend(tile.kpi, reading)) };
    case "letters":
      return { tile, ...(await letters(reading)) };
    case "ranking": {
      const level = levelIn(tile.by, reading);
      const ranked = await figure(tile.kpi, reading, { groupBy: level, ...compareIn(reading, tile.by) });
      return { tile, figure: ranked, before: await past(ranked, reading), level };
    }
    case "members": {
      const level = levelIn(tile.by, reading);
      const columns: Figure[] = [];
      const { state } = (await headline("grade-distribution", reading)).query;
      for (const kpi of tile.kpis) {
        // Grades as they stand, as in the headline.
        const standing = kpi === "mean-grade-points" && state !== undefined ? { state } : {};
        columns.push(await figure(kpi, reading, { groupBy: level, ...standing }));
      }
      return { tile, columns, level };
    }
    case "students": {
      const { subject } = reading.order.content;
      if (subject.of !== "section") throw new Error(`A ${subject.of} has no roll.`);
      return { tile, ...(await reading.students(subject.section)) };
    }
    case "notes":
      return { tile };
  }
}

/** A headline is held beside what the report compares with; grades are those that stand, final or provisional. */
export async function headline(kpi: KpiId, reading: TileReading): Promise<Figure> {
  const final = await figure(kpi, reading, compareIn(reading));
  if (kpi !== "grade-distribution") return final;
  const provisional = await figure(kpi, reading, { ...compareIn(reading), state: "provisional" });
  return provisionalStands(final.answer, provisional.answer) ? provisional : final;
}

async function figure(kpi: KpiId, { asker, asked }: TileReading, more: Partial<KpiQuery> = {}): Promise<Figure> {
  const query = questionOf(kpi, asked, more);
  return { query, answer: await asker.askCounted(query), unapplied: unappliedTo(kpi, asked) };
}

/** Programs have no figures of another term of their own that a ranking could use: a cohort's is another one's. */
function compareIn({ asked, compares }: TileReading, by?: Breakdown): Partial<KpiQuery> {
  const { compare } = asked.content;
  return compare === null || (!compares && compare !== "target") || by === "program" ? {} : { compare };
}

const levelIn = (by: Breakdown, { order, read, place }: TileReading) => levelOf(by, order.content, read.scope, place?.hasBelow ?? false);

async function byMemberAndWeek(reading: TileReading) {
  const level = levelIn("below", reading);
  const query = questionOf("attendance-rate", reading.asked, { groupBy: `${level},week` }, { whole: true });
  return { answer: await reading.asker.ask(query), level };
}

/** By weeks over the whole term, beside the same of the term compared with. */
async function trend(kpi: KpiId, reading: TileReading) {
  const { asker, asked, terms } = reading;
  const figure = await headline(kpi, reading);
  const query = questionOf(kpi, asked, { groupBy: "week" }, { whole: true });
  const whole = await asker.ask(query);
  const { comparison } = figure.answer;
  const days = terms.find(({ id }) => id === comparison?.term);
  if (comparison?.term === undefined || days === undefined) return { figure, whole, before: null };
  const answer = await asker.ask(inWholeTerm(query, comparison.term));
  return { figure, whole, before: { answer, label: comparison.label, days } };
}

/** Beside a section's letters stand those of its course's sections together; beside others the term compared with. */
async function letters(reading: TileReading): Promise<{ figure: Figure; before: Beside | null }> {
  const { asker, order, place } = reading;
  const own = await headline("grade-distribution", reading);
  const { comparison } = own.answer;
  if (order.content.subject.of === "section") {
    if (place === null || place.course === null) return { figure: own, before: null };
    const { section: _, compare: __, ...query } = own.query;
    const answer = await asker.ask({ ...query, course: place.course });
    // The same again where the course has no other section.
    return { figure: own, before: answer.n === own.answer.n ? null : { answer, label: place.detail ?? place.course } };
  }
  if (comparison?.term === undefined) return { figure: own, before: null };
  const answer = await asker.ask({ ...inWholeTerm(own.query, comparison.term), state: "final" });
  return { figure: own, before: { answer, label: comparison.label } };
}

async function past({ query, answer }: Figure, { asker, terms, today }: TileReading): Promise<Beside | null> {
  const before = inTermComparedWith(query, answer, terms, today);
  if (before === null) return null;
  return { answer: await asker.ask(before), label: answer.comparison?.label ?? "" };
}

export const headlineFigure = ({ query, answer }: Pick<Figure, "query" | "answer">, place: string | null) => ({
  kpi: answer.kpi,
  place,
  value: answer.value,
  unit: answer.unit,
  n: answer.n ?? null,
  ...(answer.nExact === false ? { nExact: false } : {}),
  suppressed: answer.suppressed,
  provisional: query.state === "provisional",
});
