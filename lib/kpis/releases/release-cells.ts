import type { PoolClient } from "pg";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiDefinition } from "../definitions";
import type { KpiResult, ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { hiddenCells } from "../suppress";
import { type CellPlace, cellName, groupPlace, wholePlace } from "./cell";
import { type Decision, decideReleases, type Known } from "./decide-releases";
import { touchFamilies } from "./families-of";
import { readKnownPlace } from "./known-place";
import { type Leaf, readLeaves, readSubtrees } from "./read-leaves";
import { readTouches } from "./read-touches";
import { hideReleases, loadReleases, lockQuestion, markRipe, questionOf, type Release, saveReleases } from "./release-store";

export type Asked = {
  read: ScopedRead;
  client: PoolClient;
  definition: KpiDefinition;
  request: KpiRequest;
  context: KpiContext;
  moment: Date;
};

/** What is given: cells as they were released, and which of them travel without their numbers, the whole at index 0. */
export type Released = { result: KpiResult; hidden: ReadonlySet<number> };

type ViewCell = { name: string; place: CellPlace; exact: ResultCell | null; release: Release | null };

/**
 * Gives an exact result to a reader without student-level rights: each cell as it was last released, or released
 * anew where that tells of nobody (decideReleases). Null where a past is asked about before anything was released then.
 */
export async function releaseCells(asked: Asked, exact: KpiResult): Promise<Released | null> {
  const { read, client, request, context, definition } = asked;
  const { threshold } = context.policy.suppression;
  const question = questionOf(read.scope, request, context);
  await lockQuestion(client, question);
  const position = BigInt(context.position);
  const past = read.asOf !== undefined;
  const releases = await loadReleases(client, question, past ? position : null);
  // A moment that later releases are known of gets none of its own: it would stand too near to them.
  const closed = past && (releases.length > 0 || (await loadReleases(client, question, null)).length > 0);
  if (closed && releases.length === 0) return null;

  const whole = wholePlace(request, context.orgUnits?.length === 1);
  const view = viewCells(request, whole, exact, releases);
  const known = await knownCells(asked, view, releases, position);
  const decisions = closed ? new Map<string, Decision>() : decideReleases(known.asked, known.others, threshold);
  const decided = (name: string): Decision => decisions.get(name) ?? "kept";

  const given = view.map((cell) => ({ ...cell, decision: decided(cell.name), figures: figuresOf(cell, decided(cell.name)) }));
  const shownCells = given.filter(({ figures }, index) => index === 0 || figures !== null);
  const cells = shownCells.map(({ figures, exact }) => figures ?? exact ?? emptyLike(given[0]?.exact));
  const hidden = hiddenOf(definition, shownCells, cells, threshold);
  if (tellsOfOneHidden(shownCells, hidden)) {
    const [first] = shownCells;
    if (first?.release !== null && first?.release.hidden === false && first.decision === "new") {
      cells[0] = first.release.figures;
      first.decision = "kept";
    } else hidden.add(0);
  }

  if (!closed) {
    const at = { position, moment: asked.moment };
    const fresh = shownCells.flatMap(({ name, decision, exact }, index) =>
      decision === "new" && exact !== null ? [{ cell: name, hidden: hidden.has(index), figures: exact }] : [],
    );
    await saveReleases(client, question, at, fresh);
    await hideReleases(
      client,
      question,
      shownCells.flatMap(({ decision, release }, index) =>
        decision === "kept" && release !== null && hidden.has(index) && !release.hidden ? [release] : [],
      ),
    );
    const isFresh = new Set(fresh.map(({ cell }) => cell));
    const ripened = [...known.asked, ...known.others].filter(
      ({ name, changed, ripe }) => !ripe && !isFresh.has(name) && (changed?.size ?? 0) >= threshold,
    );
    const heads = new Map(releases.map((release) => [release.cell, release]));
    await markRipe(
      client,
      question,
      ripened.flatMap(({ name }) => heads.get(name) ?? []),
    );
  }
  const [total, ...groups] = cells;
  return { result: { total: total ?? emptyLike(null), groups }, hidden };
}

/** The whole and the groups of an answer, those too that were released and are no more. */
function viewCells(request: KpiRequest, whole: CellPlace, exact: KpiResult, releases: readonly Release[]): ViewCell[] {
  const heads = new Map(releases.map((release) => [release.cell, release]));
  const cell = (place: CellPlace, figures: ResultCell | null): ViewCell => {
    const name = cellName(place);
    return { name, place, exact: figures, release: heads.get(name) ?? null };
  };
  const view = [cell(whole, exact.total), ...exact.groups.map((group) => cell(groupPlace(request, whole, group.keys[0] ?? null), group))];
  if (request.groupBy === undefined) return view;
  const there = new Set(view.map(({ name }) => name));
  const gone = releases
    .filter(({ figures }) => figures.keys.length === 1)
    .map((release) => ({ ...cell(groupPlace(request, whole, release.figures.keys[0] ?? null), null), released: release.cell }))
    .filter(({ name, released }) => name === released && !there.has(name));
  return [...view, ...gone];
}

/** What is known of the cells that are asked for, and of all others that were released under this question. */
async function knownCells(
  { read, client, request, context }: Asked,
  view: readonly ViewCell[],
  releases: readonly Release[],
  position: bigint,
): Promise<{ asked: Known[]; others: Known[] }> {
  const leaves = await readLeaves(read, request, context);
  const names = new Set(view.map(({ name }) => name));
  const elsewhere = releases.flatMap((release) => {
    const place = names.has(release.cell) ? null : readKnownPlace(release.cell);
    return place === null ? [] : [{ name: release.cell, place, release }];
  });
  const whole = view[0]?.place ?? { level: "whole" as const, node: null, days: { from: null, to: null } };
  const roots = [whole, ...elsewhere.map(({ place }) => place)].flatMap(({ level, node }) =>
    level === "subtree" && node !== null ? [node] : [],
  );
  const subtrees = await readSubtrees(read, [...new Set(roots)]);
  const within = (place: CellPlace) =>
    place.level !== "subtree" ||
    whole.level === "whole" ||
    (whole.node !== null && place.node !== null && subtrees.get(whole.node)?.has(place.node) === true);
  const cells = [...view, ...elsewhere.filter(({ place }) => within(place))].map((cell) => ({
    ...cell,
    members: membersOf(cell.place, cell.place.level === whole.level && cell.place.node === whole.node, leaves, subtrees),
  }));

  const since = new Map<number, bigint>();
  for (const { members, release } of cells) {
    if (release === null || release.ripe) continue;
    for (const leaf of members) {
      const earliest = since.get(leaf);
      if (earliest === undefined || release.position < earliest) since.set(leaf, release.position);
    }
  }
  const wanted = [...since].map(([leaf, from]) => ({ leaf, since: from }));
  const touches = Map.groupBy(await readTouches(client, touchFamilies[request.kpi], wanted, position), ({ leaf }) => leaf);
  const known = cells.map(({ name, place, members, release }): Known => {
    if (release === null) return { name, place, members, changed: null, ripe: false };
    const changed = new Set<string>();
    if (!release.ripe) {
      for (const leaf of members) {
        for (const touch of touches.get(leaf) ?? []) {
          if (touch.position > release.position && isWithin(touch.week, place)) for (const student of touch.students) changed.add(student);
        }
      }
    }
    return { name, place, members, changed, ripe: release.ripe };
  });
  return { asked: known.slice(0, view.length), others: known.slice(view.length) };
}

function isWithin(week: string | null, { days: { from, to } }: CellPlace): boolean {
  if (from === null && to === null) return true;
  return week !== null && (from === null || week >= from) && (to === null || week <= to);
}

function membersOf(
  { level, node }: CellPlace,
  isWhole: boolean,
  leaves: readonly Leaf[],
  subtrees: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<number> {
  const belongs = (leaf: Leaf): boolean => {
    if (isWhole) return true;
    switch (level) {
      case "whole":
        return false; // coarser than what is asked for
      case "subtree":
        return leaf.unit !== null && subtrees.get(node ?? "")?.has(leaf.unit) === true;
      default:
        return leaf[level] === node;
    }
  };
  return new Set(leaves.filter(belongs).map(({ key }) => key));
}

function figuresOf({ exact, release }: ViewCell, decision: Decision): ResultCell | null {
  if (decision === "new") return exact;
  if (release === null) return null;
  return exact === null ? release.figures : { ...release.figures, labels: exact.labels };
}

type Given = ViewCell & { decision: Decision; figures: ResultCell | null };

/** Hidden now: what is small, as it is and as it was released, its companions, and what was hidden when it was released. */
function hiddenOf(definition: KpiDefinition, given: readonly Given[], cells: readonly ResultCell[], threshold: number): Set<number> {
  const hidden = new Set(hiddenCells(definition, cells, threshold));
  for (const [index, { exact, release, decision, figures }] of given.entries()) {
    if (figures === null || (decision === "kept" && release?.hidden === true)) hidden.add(index);
    // What is few now is said to be few, although what was released would say otherwise.
    else if (exact !== null && hiddenCells(definition, [exact], threshold).has(0)) hidden.add(index);
  }
  return hidden;
}

/** Whether the whole less what is shown beside it is one cell, or cells that all but one were shown before as they are still. */
function tellsOfOneHidden(given: readonly Given[], hidden: ReadonlySet<number>): boolean {
  if (hidden.has(0) || given.length === 1) return false;
  const behind = given.filter((_, index) => index > 0 && hidden.has(index));
  const unknown = behind.filter(({ release, decision }) => release === null || release.hidden || decision === "new");
  return behind.length > 0 && unknown.length < 2;
}

const emptyLike = (cell: ResultCell | null | undefined): ResultCell => ({
  keys: [],
  labels: [],
  value: null,
  n: cell?.n === null ? null : { students: 0, exact: true },
  measures: {},
});
