import type { PoolClient } from "pg";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import type { Ask } from "../compute-kpi";
import type { KpiResult, ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type CellPlace, cellName, groupPlace, wholePlace } from "./cell";
import { type Decision, decideReleases } from "./decide-releases";
import { figuresOfPlaces } from "./figures-of-places";
import { type PlacedCell, readKnown } from "./known-cells";
import { readKnownPlace } from "./known-place";
import { readLeafCounts } from "./leaf-counts";
import { isHidden, protect } from "./protect";
import { recentCounts } from "./recent-counts";
import { hideReleases, loadReleases, lockQuestion, markRipe, questionOf, type Release, saveReleases } from "./release-store";
import { rulesOf } from "./rules-of";
import { Tree } from "./tree";

export type Asked = {
  database: Database;
  read: ScopedRead;
  client: PoolClient;
  ask: Ask;
  request: KpiRequest;
  context: KpiContext;
  moment: Date;
};

/** What is given: cells as they were released, and which of them travel without their numbers, the whole at index 0. */
export type Released = { result: KpiResult; hidden: ReadonlySet<number> };

type ViewCell = PlacedCell & { exact: ResultCell | null };

/**
 * Gives an exact result to a reader without student-level rights: each cell as it was last released, or released
 * anew where that tells of nobody (decideReleases), and without numbers where it is no union of blocks (Blocks). Null
 * where a past is asked about before anything was released then.
 */
export async function releaseCells(asked: Asked, exact: KpiResult): Promise<Released | null> {
  const { read, client, ask, request, context } = asked;
  const { threshold } = context.policy.suppression;
  const question = questionOf(read.scope, request, context.term?.id ?? null, rulesOf(request, context));
  await lockQuestion(client, question);
  const position = BigInt(context.position);
  const past = read.asOf !== undefined;
  const releases = await loadReleases(client, question, past ? position : null, threshold);
  // A moment that later releases are known of gets none of its own: it would stand too near to them.
  const closed = past && (releases.length > 0 || (await loadReleases(client, question, null, threshold)).length > 0);
  if (closed && releases.length === 0) return null;

  const tree = await Tree.read(read, request, context);
  if (!agree(request, tree)) return { result: exact, hidden: new Set() };
  const view = viewCells(request, tree, exact, releases);
  const others = otherCells(view, tree, releases);
  const changes = await readKnown(client, request.kpi, [...view, ...others], position);
  const key = [question, context.position, context.today, threshold].join(" ");
  const counts = await recentCounts(asked.database, key, () => readLeafCounts(ask, request, context));
  const protection = protect(asked, counts, tree, [...view, ...others], changes);
  const known = changes.map((cell) => ({ ...cell, fit: protection.isFit(cell) }));
  const decisions = closed ? new Map<string, Decision>() : decideReleases(known.slice(0, view.length), known.slice(view.length), threshold);
  const hides = (cell: ResultCell, at: Pick<PlacedCell, "members" | "place">) => isHidden(request, context, protection, cell, at);

  const given = view.map((cell) => give(cell, decisions.get(cell.name) ?? (cell.release === null ? "withheld" : "kept")));
  const shown = given.filter(({ figures, exact }, index) => index === 0 || figures !== null || exact !== null);
  const cells = shown.map(({ figures, exact }) => figures ?? exact ?? emptyCell);
  const hidden = new Set(
    shown.flatMap(({ figures, exact, release, decision, members, place }, index) => {
      const at = { members, place };
      const was = decision === "kept" && release?.hidden === true;
      const few = (exact !== null && hides(exact, at)) || (figures !== null && hides(figures, at));
      return figures === null || was || few ? [index] : [];
    }),
  );

  if (!closed) {
    const fresh = new Map(
      shown.flatMap(({ name, decision, exact }, index) =>
        decision === "new" && exact !== null ? [[name, { cell: name, hidden: hidden.has(index), figures: exact }] as const] : [],
      ),
    );
    const implied = others.filter(({ name }) => decisions.get(name) === "new");
    for (const [name, figures] of await figuresOfPlaces(read, ask, request, context, implied)) {
      const at = implied.find((cell) => cell.name === name);
      if (at !== undefined) fresh.set(name, { cell: name, hidden: hides(figures, at), figures });
    }
    await saveReleases(client, question, { position, moment: asked.moment }, [...fresh.values()]);
    await hideReleases(
      client,
      question,
      shown.flatMap(({ decision, release }, index) =>
        decision === "kept" && release !== null && hidden.has(index) && !release.hidden ? [release] : [],
      ),
    );
    const heads = new Map([...view, ...others].map(({ name, release }) => [name, release]));
    const ripened = known.filter(({ name, changed, ripe }) => !ripe && !fresh.has(name) && (changed?.size ?? 0) >= threshold);
    await markRipe(
      client,
      question,
      ripened.flatMap(({ name }) => heads.get(name) ?? []),
      threshold,
    );
  }
  const [total, ...groups] = cells;
  return { result: { ...exact, total: total ?? emptyCell, groups }, hidden };
}

/** Filters by places of which none lies in the other have nothing in common: there is nothing to count, and nobody to tell of. */
function agree({ orgUnit, course, section, program }: KpiRequest, tree: Tree): boolean {
  const places = [
    ...(orgUnit === undefined ? [] : [{ level: "subtree" as const, node: orgUnit }]),
    ...(course === undefined ? [] : [{ level: "course" as const, node: course }]),
    ...(section === undefined ? [] : [{ level: "section" as const, node: section }]),
    ...(program === undefined ? [] : [{ level: "program" as const, node: program }]),
  ].map((place) => tree.membersOf(place));
  const finest = places.at(-1) ?? new Set<number>();
  return places.every((members) => [...finest].every((key) => members.has(key)));
}

const emptyCell: ResultCell = { keys: [], labels: [], value: null, n: null, measures: {} };

/** The whole and the groups of an answer, those too that were released and are no more. */
function viewCells(request: KpiRequest, tree: Tree, exact: KpiResult, releases: readonly Release[]): ViewCell[] {
  const heads = new Map(releases.map((release) => [release.cell, release]));
  const whole = wholePlace(request);
  const cell = (asked: CellPlace, figures: ResultCell | null): ViewCell => {
    const place = tree.finest(asked);
    const name = cellName(place);
    return { name, place, members: tree.membersOf(place), exact: figures, release: heads.get(name) ?? null };
  };
  const view = [cell(whole, exact.total), ...exact.groups.map((group) => cell(groupPlace(request, whole, group.keys[0] ?? null), group))];
  const there = new Set(view.map(({ name }) => name));
  const [grouping] = request.groupBy ?? [];
  if (grouping === undefined || grouping === "week" || grouping === "letter" || grouping === "date") return view;
  const level = grouping === "org_unit" ? "unit" : grouping;
  const inside = view[0]?.members ?? new Set<number>();
  const keys = new Set(tree.leaves.filter(({ key }) => inside.has(key)).map((leaf) => leaf[level]));
  const gone = [...keys].flatMap((key) => {
    const found = cell({ level, node: key, days: whole.days }, null);
    const { release } = found;
    if (there.has(found.name) || release === null) return [];
    return [{ ...found, release: { ...release, figures: { ...release.figures, keys: [key], labels: [key] } } }];
  });
  return [...view, ...gone];
}

/** All others that were released under this question. */
function otherCells(view: readonly ViewCell[], tree: Tree, releases: readonly Release[]): PlacedCell[] {
  const names = new Set(view.map(({ name }) => name));
  return releases.flatMap((release): PlacedCell[] => {
    const place = names.has(release.cell) ? null : readKnownPlace(release.cell);
    return place === null ? [] : [{ name: release.cell, place, members: tree.membersOf(place), release }];
  });
}

type Given = ViewCell & { decision: Decision; figures: ResultCell | null };

function give(cell: ViewCell, decision: Decision): Given {
  const { exact, release } = cell;
  if (decision === "new") return { ...cell, decision, figures: exact };
  if (release === null) return { ...cell, decision, figures: null };
  // A cell is given by several questions, as a whole and as a group.
  const figures = exact === null ? release.figures : { ...release.figures, keys: exact.keys, labels: exact.labels };
  return { ...cell, decision, figures };
}
