import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { observedOf, ruleOf } from "@/lib/kpis/observed";
import { type Observed, shrinkDeviations } from "@/lib/kpis/rank-deviations";
import type { Condition, Watch } from "./rule-shape";
import { weekOf } from "./view-of";

/** A figure as a rule sees it. `unit`: minutes for how old a source is. */
export type Figure = {
  value: number | null;
  /** What it was held against: the figure of before, or its own normal. */
  reference: number | null;
  n: number | null;
  /** False where there are at least so many. */
  nExact: boolean;
  unit: "ratio" | "points" | "minutes";
  /** The source that is silent, of rules about one. */
  source: string | null;
};
/** `excess`: how far it is past the line; null: nothing can be said. */
export type Reading = Figure & { excess: number | null };

type Cell = Pick<KpiGroup, "value" | "n" | "nExact" | "suppressed">;
const leastWeeks = 2;

/** How many students a figure is of, as they were counted; not exact where there are at least so many. */
export type Students = { n: number; nExact: boolean };

/**
 * What an answer to the rule's view says, on a local day. What is hidden, has no value or too few students says nothing.
 * `counted`: of how many it is where they were counted, for answers that say "at least". How far the figure is off stays what
 * the answer says, so that it is the same with a count and without one.
 */
export function readingOf(watch: Watch, answer: KpiAnswer, today: string, counted: Students | null = null): Reading {
  if (counted === null) return readingBy(watch, answer, today);
  const { excess, ...figure } = readingBy({ ...watch, minimumN: 0 }, answer, today);
  return { ...figure, ...counted, excess: counted.n >= watch.minimumN ? excess : null };
}

/**
 * What an answer would say if its students were enough, where a lower bound of them is all that speaks against it; null where
 * nothing does, or no count could change it.
 */
export function unlessTooFew(watch: Watch, answer: KpiAnswer, today: string): number | null {
  const { n, nExact } = readingBy(watch, answer, today);
  if (nExact || n === null || n >= watch.minimumN) return null;
  return readingBy({ ...watch, minimumN: 0 }, answer, today).excess;
}

function readingBy(watch: Watch, answer: KpiAnswer, today: string): Reading {
  const { condition } = watch;
  switch (condition.when) {
    case "stale":
      return staleReading(condition, answer.watermark);
    case "off-normal":
      return offNormal(watch, condition, answer, today);
    case "fell":
    case "rose": {
      if (condition.against !== "week-before") {
        const reference = answer.comparison?.value ?? null;
        // Both over the same days, whichever the figure itself is of.
        const own = answer.value === null ? null : (answer.comparison?.own ?? answer.value);
        return moved(watch, condition, { ...answer, value: own }, reference);
      }
      const [before, now] = weeksOf(answer, today, 1);
      return moved(watch, condition, { ...hidden, ...now, unit: answer.unit }, before?.suppressed === false ? before.value : null);
    }
    case "below":
    case "above": {
      const figure = figureOf(answer, answer.unit, null);
      if (!speaks(watch, answer)) return { ...figure, excess: null };
      return { ...figure, excess: condition.when === "below" ? condition.value - answer.value : answer.value - condition.value };
    }
  }
}

const hidden: Cell = { value: null, suppressed: true };

/** How far past the line a figure that moved is. */
function moved(
  watch: Watch,
  condition: Extract<Condition, { against: string }>,
  cell: Cell & { unit: KpiAnswer["unit"] },
  reference: number | null,
): Reading {
  const figure = figureOf(cell, cell.unit, reference);
  if (!speaks(watch, cell) || reference === null) return { ...figure, excess: null };
  const down = reference - cell.value;
  return { ...figure, excess: (condition.when === "fell" ? down : -down) - condition.by };
}

function offNormal(watch: Watch, condition: Extract<Condition, { when: "off-normal" }>, answer: KpiAnswer, today: string): Reading {
  const rule = ruleOf(answer);
  const seen = (week: KpiGroup | undefined) => (week === undefined || week.suppressed ? null : observedOf(watch.kpi, week, rule));
  const weeks = weeksOf(answer, today, Number.POSITIVE_INFINITY);
  const cell = weeks.at(-1);
  const now = seen(cell);
  const past = weeks.slice(0, -1).flatMap((week) => seen(week) ?? []);
  const normal = past.length < leastWeeks ? null : pooled(past);
  const figure = figureOf(cell ?? hidden, answer.unit, normal?.ratio ?? null);
  if (cell === undefined || now === null || normal === null || !speaks(watch, cell)) return { ...figure, excess: null };
  const [deviation] = shrinkDeviations([{ key: "", now, normal }]);
  if (deviation === undefined) return { ...figure, excess: null };
  const sure = { below: -deviation.sure, above: deviation.sure, either: Math.abs(deviation.sure) }[condition.side];
  return { ...figure, excess: Math.max(0, sure) - condition.by };
}

/** So many weeks before this one that have a figure, in their order, and this one at the end; undefined where it has none. */
function weeksOf(answer: KpiAnswer, today: string, before: number): (KpiGroup | undefined)[] {
  const now = weekOf(today);
  const known = (answer.groups ?? []).flatMap((group) => (typeof group.key === "string" ? [{ week: group.key, group }] : []));
  const earlier = known.filter(({ week }) => week < now).sort((a, b) => (a.week < b.week ? -1 : 1));
  const wanted = Number.isFinite(before) ? Array.from({ length: before }, (_, index) => earlier.at(index - before)) : earlier;
  return [...wanted.map((one) => one?.group), known.find(({ week }) => week === now)?.group];
}

/** Weeks taken together. Students are those of the week with most of them: fewer than there are errs to the cautious side. */
function pooled(weeks: readonly Observed[]): Observed {
  const marks = weeks.reduce((sum, week) => sum + week.marks, 0);
  const attended = weeks.reduce((sum, week) => sum + week.ratio * week.marks, 0);
  return { ratio: attended / marks, marks, students: Math.max(...weeks.map((week) => week.students)) };
}

function staleReading({ source, minutes }: Extract<Condition, { when: "stale" }>, { sources }: KpiAnswer["watermark"]): Reading {
  const asked = sources.filter((one) => source === null || one.source === source);
  const oldest = asked.reduce<(typeof asked)[number] | null>((a, b) => (a === null || b.lagSeconds > a.lagSeconds ? b : a), null);
  if (oldest === null) return { value: null, reference: null, n: null, nExact: true, unit: "minutes", source, excess: null };
  const value = oldest.lagSeconds / 60;
  return { value, reference: null, n: null, nExact: true, unit: "minutes", source: oldest.source, excess: value - minutes };
}

const figureOf = (cell: Cell, unit: Figure["unit"], reference: number | null): Figure => ({
  value: cell.suppressed ? null : cell.value,
  reference,
  n: cell.suppressed ? null : (cell.n ?? null),
  nExact: cell.suppressed || cell.nExact !== false,
  unit,
  source: null,
});

/** A figure of meetings counts no students: it has no minimum of them. */
function speaks<C extends Cell>({ minimumN }: Watch, cell: C): cell is C & { value: number } {
  return !cell.suppressed && cell.value !== null && (cell.n === undefined || cell.n >= minimumN);
}
