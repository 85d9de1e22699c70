import type { Ask } from "../compute-kpi";
import type { KpiResult, ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type CellPlace, cellName, groupPlace, wholePlace } from "./cell";
import type { Tree } from "./tree";

/** A cell that a question is answered from; `exact` is null where nothing is counted there (any more). */
export type AskedCell = { name: string; place: CellPlace; members: ReadonlySet<number>; exact: ResultCell | null };

/** Cells of one part of an answer: one where it is of the term or of a week, and where it is of a range one for each week. */
export type AskedPart = { keys: (string | null)[]; labels: (string | null)[]; cells: readonly AskedCell[] };

/** What a question is answered from, the whole first. `exact` has all of it but the numbers. */
export type AskedParts = { exact: KpiResult; parts: readonly AskedPart[] };

/**
 * A range is no cell: it is what its weeks add up to (ADR 27), so that nobody makes cells by asking, and tells nothing that
 * the weeks do not. Of a term the whole and its groups are cells of their own.
 */
export function askedParts(ask: Ask, request: KpiRequest, context: KpiContext, tree: Tree): Promise<AskedParts> {
  const ranged = request.kpi === "attendance-rate" && (request.from !== undefined || request.to !== undefined);
  return ranged ? partsOfRange(ask, request, context, tree) : partsOfTerm(ask, request, context, tree);
}

async function partsOfTerm(ask: Ask, request: KpiRequest, context: KpiContext, tree: Tree): Promise<AskedParts> {
  const exact = await ask(request, context);
  const whole = wholePlace(request);
  const part = (place: CellPlace, figures: ResultCell): AskedPart => ({
    keys: figures.keys,
    labels: figures.labels,
    cells: [cellAt(tree, place, figures)],
  });
  const groups = exact.groups.map((group) => part(groupPlace(request, whole, group.keys[0] ?? null), group));
  const parts = [part(whole, exact.total), ...groups];
  return { exact, parts: [...parts, ...partsThatWere(request, tree, parts)] };
}

async function partsOfRange(ask: Ask, request: KpiRequest, context: KpiContext, tree: Tree): Promise<AskedParts> {
  const [grouping] = request.groupBy ?? [];
  const weekly = await ask({ ...request, groupBy: ["week"] }, context);
  const whole = wholePlace(request);
  const inWeek = (week: string | null): CellPlace => groupPlace({ ...request, groupBy: ["week"] }, whole, week);
  const weeks = weekly.groups.map((figures) => cellAt(tree, inWeek(figures.keys[0] ?? null), figures));
  const total: AskedPart = { keys: [], labels: [], cells: weeks };
  if (grouping === undefined) return { exact: { ...weekly, groups: [] }, parts: [total] };
  if (grouping === "week") {
    const groups = weekly.groups.map(({ keys, labels }, index) => ({ keys, labels, cells: weeks.slice(index, index + 1) }));
    return { exact: weekly, parts: [total, ...groups] };
  }
  const crossed = await ask({ ...request, groupBy: ["week", grouping] }, context);
  const found = Map.groupBy(crossed.groups, ({ keys }) => keys[1] ?? null);
  const groups = [...found].map(([key, figures]): AskedPart => {
    const there = new Map(figures.map((one) => [one.keys[0] ?? null, one]));
    const cells = weekly.groups.map(({ keys: [week = null] }) => {
      const place = { ...groupPlace(request, whole, key), days: inWeek(week).days };
      return cellAt(tree, place, there.get(week) ?? null);
    });
    return { keys: [key], labels: [figures[0]?.labels[1] ?? null], cells };
  });
  const parts = [total, ...groups.sort((a, b) => compareKeys(a.keys[0] ?? null, b.keys[0] ?? null))];
  return { exact: { ...weekly, groups: [] }, parts: [...parts, ...partsThatWere(request, tree, parts)] };
}

/** As the database orders groups: by their key, and nowhere last. */
function compareKeys(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

function cellAt(tree: Tree, asked: CellPlace, exact: ResultCell | null): AskedCell {
  const place = tree.finest(asked);
  return { name: cellName(place), place, members: tree.membersOf(place), exact };
}

/** Places inside that may have been released, and of which nothing is counted any more. */
function partsThatWere(request: KpiRequest, tree: Tree, parts: readonly AskedPart[]): AskedPart[] {
  const [grouping] = request.groupBy ?? [];
  if (grouping === undefined || grouping === "week" || grouping === "letter" || grouping === "date") return [];
  const level = grouping === "org_unit" ? "unit" : grouping;
  const there = new Set(parts.flatMap(({ cells }) => cells.map(({ name }) => name)));
  const whole = wholePlace(request);
  const times = [...new Map((parts[0]?.cells ?? []).map(({ place: { days } }) => [days.from, days])).values()];
  return [...tree.nodesOf(level, tree.membersOf(whole))].flatMap((key) => {
    const cells = times.map((days) => cellAt(tree, { level, node: key, days }, null)).filter(({ name }) => !there.has(name));
    return cells.length === 0 ? [] : [{ keys: [key], labels: [key], cells }];
  });
}
