import { definitionOf } from "../definitions";
import type { KpiResult, ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { hiddenCells } from "../suppress";
import { mondayBefore, mondayOf, sundayOf } from "./days";
import type { Ground } from "./ground";
import { type Head, type LeafFigure, type Ledger, type Time, wholeTerm } from "./ledger";
import { figureName } from "./named-counts";
import { levelOfGroups, wholePlace } from "./place";
import { atMost, type GivenLeaf, isOfNobody, sumOfLeaves } from "./sum-of-leaves";

/** What is given: cells as they were released, and which of them travel without their numbers, the whole at index 0. */
export type Released = { result: KpiResult; hidden: ReadonlySet<number> };

/** What a reader is given of. `small`: leaves of each time of which something became small since they were released. */
export type Giving = {
  request: KpiRequest;
  context: KpiContext;
  ground: Ground;
  ledger: Ledger;
  small: ReadonlyMap<Time, ReadonlySet<number>>;
};

/** A cell that is asked for; `exact`: as it is now, null where nothing is counted there any more. */
type Asked = {
  names: Pick<ResultCell, "keys" | "labels">;
  members: ReadonlySet<number>;
  times: readonly Time[];
  exact: ResultCell | null;
  figuresOf: (figure: LeafFigure) => ResultCell | null;
};

/** Every cell of an answer as the sum of what was released of its leaves. `exact` says which groups there are, and their labels. */
export function givePlaces(giving: Giving, exact: KpiResult): Released {
  const { request, ground, ledger } = giving;
  const members = ground.tree.membersOf(wholePlace(request));
  const times = timesOf(request, ground, ledger);
  const whole: Asked = { names: { keys: [], labels: [] }, members, times, exact: exact.total, figuresOf: ({ whole: cell }) => cell };
  const total = give(giving, whole);
  const groups = groupsOf(giving, whole, exact.groups).flatMap((asked) => {
    const given = give(giving, asked);
    return asked.exact === null && !given.hidden && isOfNobody(given.cell) ? [] : [given];
  });
  const hidden = new Set([total, ...groups].flatMap((given, index) => (given.hidden ? [index] : [])));
  const rules = exact.rules === undefined ? {} : { rules: exact.rules };
  return { result: { total: total.cell, groups: groups.map(({ cell }) => cell), ...rules }, hidden };
}

/** Weeks of marks that have a day within the range, or the term as a whole. */
function timesOf({ kpi, from, to }: KpiRequest, ground: Ground, ledger: Ledger): Time[] {
  if (kpi !== "attendance-rate") return [wholeTerm];
  const weeks = [...new Set([...ground.leaves.keys(), ...ledger.times])].sort();
  return weeks.filter((monday) => (from === undefined || sundayOf(monday) >= from) && (to === undefined || monday <= to));
}

function groupsOf({ request, ground, ledger }: Giving, whole: Asked, exact: readonly ResultCell[]): Asked[] {
  const [grouping] = request.groupBy ?? [];
  const named = exact.map((cell) => ({ cell, key: cell.keys[0] ?? null, names: { keys: cell.keys, labels: cell.labels } }));
  if (grouping === "week") {
    return named.map(({ cell, key, names }) => ({
      ...whole,
      names,
      exact: cell,
      times: whole.times.filter((time) => time === mondayOf(key ?? "")),
    }));
  }
  if (grouping === "letter") {
    const figuresOf =
      (letter: string | null) =>
      ({ byLetter }: LeafFigure) =>
        byLetter?.[letter ?? ""] ?? null;
    const released = new Set(
      [...ledger.headsAt(wholeTerm).values()].flatMap(({ figures }) => Object.keys(figures[figureName(request)]?.byLetter ?? {})),
    );
    for (const { key } of named) released.delete(key ?? "");
    return [
      ...named.map(({ cell, key, names }) => ({ ...whole, names, exact: cell, figuresOf: figuresOf(key) })),
      ...[...released]
        .sort()
        .map((letter) => ({ ...whole, names: { keys: [letter], labels: [letter] }, exact: null, figuresOf: figuresOf(letter) })),
    ];
  }
  const level = levelOfGroups(request);
  if (level === null) return [];
  const inside = (key: string | null) => intersection(ground.tree.membersOf({ level, node: key }), whole.members);
  const there = new Set(named.map(({ key }) => key));
  // Of which something was released, and nothing is counted any more.
  const gone = [...ground.tree.nodesOf(level, whole.members)].filter((key) => !there.has(key));
  return [
    ...named.map(({ cell, key, names }) => ({ ...whole, names, exact: cell, members: inside(key) })),
    ...gone.map((key) => ({ ...whole, names: { keys: [key], labels: [key] }, exact: null, members: inside(key) })),
  ];
}

function intersection(a: ReadonlySet<number>, b: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...a].filter((key) => b.has(key)));
}

function give(giving: Giving, { names, members, times, exact, figuresOf }: Asked): { cell: ResultCell; hidden: boolean } {
  const { request, context, ground } = giving;
  const running = mondayBefore(context.today);
  const found = times.map((time) => ({ time, ...wholeBlocksOf(giving, time, members) }));
  // What this week has so far is left out until it can be told.
  const isHidden = !ground.isTold(request) || found.some(({ time, partly }) => partly && time !== running);
  const told = found.filter(({ partly }) => !partly);
  const leaves = told.flatMap(({ time, heads }) => heads.flatMap(({ figures }) => toLeaf(time, figures[figureName(request)], figuresOf)));
  const sum = { ...atMost(sumOfLeaves(request.kpi, leaves, context), exact), ...names };
  if (isOfNobody(sum) && (exact === null || isOfNobody(exact)) && !found.some(({ partly }) => partly)) return { cell: sum, hidden: false };
  const few = hiddenCells(definitionOf(request.kpi), [sum], context.policy.suppression.threshold).has(0);
  return { cell: sum, hidden: isHidden || few || isOfNobody(sum) };
}

function toLeaf(time: Time, figure: LeafFigure | undefined, figuresOf: Asked["figuresOf"]): GivenLeaf[] {
  const figures = figure === undefined ? null : figuresOf(figure);
  return figures === null ? [] : [{ time, figures }];
}

/** What was released of leaves in a time; `partly` where it cannot be told: no whole blocks, or small by now, or untold then. */
function wholeBlocksOf({ request, ledger, small }: Giving, time: Time, members: ReadonlySet<number>): { heads: Head[]; partly: boolean } {
  const there = ledger.headsAt(time);
  const heads = [...members].flatMap((key) => there.get(key) ?? []);
  const together = Map.groupBy(heads, ({ block }) => block);
  const isSmall = heads.some(({ leaf }) => small.get(time)?.has(leaf) === true);
  const isMissing = heads.some(({ figures }) => figures[figureName(request)] === undefined);
  return { heads, partly: isSmall || isMissing || [...together.values()].some((some) => some.length < (some[0]?.size ?? 0)) };
}
