import { definitionOf } from "../definitions";
import type { KpiResult, ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { hiddenCells } from "../suppress";
import { mondayBefore, mondayOf, sundayOf } from "./days";
import type { Head, LeafFigure, Ledger, Time } from "./ledger";
import { wholeTerm } from "./ledger";
import { figureName } from "./named-counts";
import { levelOfGroups, wholePlace } from "./place";
import { type GivenLeaf, isOfNobody, sumOfLeaves } from "./sum-of-leaves";
import type { Tree } from "./tree";
import { unionsAt } from "./unions";

/** What is given: cells as they were released, and which of them travel without their numbers, the whole at index 0. */
export type Released = { result: KpiResult; hidden: ReadonlySet<number> };

/** What a reader is given of. `small`: leaves of which something became small since they were released over the term. */
export type Giving = { request: KpiRequest; context: KpiContext; tree: Tree; ledger: Ledger; small: ReadonlySet<number> };

/** A cell of an answer; `exact`: as it is now, null where nothing is counted there any more. */
export type GivenCell = {
  members: ReadonlySet<number>;
  /** What it is told of: the term, or one week; null for several weeks of a range. */
  time: Time | null;
  /** Released leaves that it is the sum of. */
  heads: readonly Head[];
  cell: ResultCell;
  hidden: boolean;
  exact: ResultCell | null;
};

type Wanted = {
  names: Pick<ResultCell, "keys" | "labels">;
  members: ReadonlySet<number>;
  times: readonly Time[];
  exact: ResultCell | null;
  cellOf: (figure: LeafFigure) => ResultCell | null;
};

/**
 * Every cell of an answer as the sum of what was released of its leaves, the whole first. Of `exact` labels are taken, and which places
 * there are; which letters and weeks is said by what was released, so that none comes with a single student.
 */
export function givePlaces(giving: Giving, exact: KpiResult): GivenCell[] {
  const { request, tree, ledger } = giving;
  const whole: Wanted = {
    names: { keys: [], labels: [] },
    members: tree.membersOf(wholePlace(request)),
    times: timesOf(request, ledger),
    exact: exact.total,
    cellOf: (figure) => figure.whole,
  };
  const groups = groupsOf(giving, whole, exact.groups).map((wanted) => give(giving, wanted));
  const isPlaces = levelOfGroups(request) !== null;
  return [
    give(giving, whole),
    ...groups.filter(({ hidden, heads, cell }) => (isPlaces || heads.length > 0) && (hidden || !isOfNobody(cell))),
  ];
}

/** Weeks of marks that have a day within the range, or the term as a whole. */
function timesOf({ kpi, from, to }: KpiRequest, ledger: Ledger): Time[] {
  if (kpi !== "attendance-rate") return [wholeTerm];
  return ledger.times.sort().filter((monday) => (from === undefined || sundayOf(monday) >= from) && (to === undefined || monday <= to));
}

function groupsOf({ request, tree, ledger }: Giving, whole: Wanted, exact: readonly ResultCell[]): Wanted[] {
  const [grouping] = request.groupBy ?? [];
  const named = new Map(exact.map((cell) => [cell.keys[0] ?? null, cell]));
  const wanted = (key: string | null, of: Partial<Wanted>): Wanted => {
    const cell = named.get(key) ?? null;
    return { ...whole, names: { keys: [key], labels: cell?.labels ?? [key] }, exact: cell, ...of };
  };
  if (grouping === "week") {
    // Weeks of which nothing was released are not told of; answers name weeks as ISO does.
    const weeks = new Map(exact.map((cell) => [mondayOf(cell.keys[0] ?? ""), cell.keys[0] ?? null]));
    return whole.times.flatMap((time) => {
      const key = weeks.get(time);
      return key === undefined ? [] : [wanted(key, { times: [time] })];
    });
  }
  if (grouping === "letter") {
    const there = [...ledger.headsAt(wholeTerm).values()].filter(({ leaf }) => whole.members.has(leaf));
    const letters = there.flatMap(({ figures }) => Object.keys(figures[figureName(request)]?.byLetter ?? {}));
    const inOrder = [...named.keys()].filter((key) => key !== null && letters.includes(key));
    const gone = [...new Set(letters)].filter((letter) => !named.has(letter)).sort();
    return [...inOrder, ...gone].map((letter) => wanted(letter, { cellOf: ({ byLetter }) => byLetter?.[letter ?? ""] ?? null }));
  }
  const level = levelOfGroups(request);
  if (level === null) return [];
  const nodes = tree.nodesOf(level, whole.members);
  const inOrder = [...named.keys()].filter((key) => nodes.has(key));
  const gone = [...nodes].filter((key) => !named.has(key));
  const inside = (node: string | null) => new Set([...tree.membersOf({ level, node })].filter((leaf) => whole.members.has(leaf)));
  return [...inOrder, ...gone].map((key) => wanted(key, { members: inside(key) }));
}

function give(giving: Giving, { names, members, times, exact, cellOf }: Wanted): GivenCell {
  const { request, context } = giving;
  const running = mondayBefore(context.today);
  const found = times.map((time) => ({ time, ...tellable(giving, time, members) }));
  const told = found.filter(({ partly }) => !partly);
  const name = figureName(request);
  const leaves = told.flatMap(({ time, heads }) => heads.flatMap(({ figures }) => toLeaf(time, figures[name], cellOf)));
  const cell = { ...sumOfLeaves(request.kpi, leaves, context), ...names };
  const isRange = request.from !== undefined || request.to !== undefined;
  const [first, ...others] = times;
  const given = {
    members,
    time: first !== undefined && others.length === 0 ? first : isRange ? null : wholeTerm,
    heads: found.flatMap(({ heads }) => heads),
    cell,
    exact,
  };
  // What this week has so far is left out until it can be told.
  const isPartly = found.some(({ time, partly }) => partly && time !== running);
  const isFew = hiddenCells(definitionOf(request.kpi), [cell], context.policy.suppression.threshold).has(0);
  const isUntold = isOfNobody(cell) && exact !== null && !isOfNobody(exact);
  return { ...given, hidden: isPartly || isFew || isUntold };
}

function toLeaf(time: Time, figure: LeafFigure | undefined, cellOf: Wanted["cellOf"]): GivenLeaf[] {
  const figures = figure === undefined ? null : cellOf(figure);
  return figures === null ? [] : [{ time, figures }];
}

/**
 * What was released of leaves in a time. `partly` where it cannot be told: they are no whole blocks, something of them is small by now,
 * or this figure could not be told when they were released. A leaf that counted few in a week is left out where it is told with others
 * alone: less is missing than the threshold.
 */
function tellable(giving: Giving, time: Time, members: ReadonlySet<number>): { heads: Head[]; partly: boolean } {
  const { request, ledger, small } = giving;
  const released = ledger.headsAt(time);
  const there = [...members].flatMap((key) => released.get(key) ?? []);
  const crossing = new Set(unionsAt(giving, time).crossing(there));
  const isLeftOut = (head: Head) => time !== wholeTerm && crossing.has(head) && head.veiled === head.position;
  const heads = there.filter((head) => !isLeftOut(head));
  const isSmall = time === wholeTerm && heads.some(({ leaf }) => small.has(leaf));
  const isMissing = heads.some(({ figures }) => figures[figureName(request)] === undefined);
  return { heads, partly: isSmall || isMissing || heads.some((head) => crossing.has(head)) };
}
