import type { Pool, PoolClient } from "pg";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { Ask } from "../compute-kpi";
import type { KpiResult, ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type AskedCell, type AskedPart, askedParts } from "./asked-cells";
import { cellsToBegin, noteBegun, timesToBegin } from "./begin-places";
import { cellName, type Days, wholePlace } from "./cell";
import { type Decision, decideReleases, type Known } from "./decide-releases";
import { figuresOfPlaces } from "./figures-of-places";
import { type PlacedCell, readKnown } from "./known-cells";
import { readKnownPlace } from "./known-place";
import { readLeafCounts } from "./leaf-counts";
import { isHidden, type Protection, protect } from "./protect";
import { type Ground, recentGround } from "./recent-ground";
import {
  type Fresh,
  hideReleases,
  loadBeside,
  loadReleases,
  lockQuestion,
  markRipe,
  questionOf,
  type Release,
  saveReleases,
  standingOf,
  type Wanted,
} from "./release-store";
import { rulesOf } from "./rules-of";
import { figuresBeside, groundOf } from "./shared-blocks";
import { sumOfWeeks } from "./sum-of-weeks";
import { Tree } from "./tree";

export type Asked = {
  database: Database;
  read: ScopedRead;
  ask: Ask;
  request: KpiRequest;
  context: KpiContext;
  moment: Date;
};

/** What is given: cells as they were released, and which of them travel without their numbers, the whole at index 0. */
export type Released = { result: KpiResult; hidden: ReadonlySet<number> };

type ViewCell = AskedCell & PlacedCell;

/** What is to be answered, with all that does not hang on what was released. */
type Question = Asked & { name: string; position: bigint; ground: Ground; exact: KpiResult; parts: readonly AskedPart[] };

/**
 * Answers a reader without student-level rights: each cell as it was last released, or released anew where that tells
 * of nobody (decideReleases), and without numbers where it is no union of blocks (Blocks). Null where a past is asked
 * about before anything was released then.
 *
 * Most answers release nothing: they say what had been released when they looked, and nobody waits for them. What is to be
 * kept is decided again, under the lock of its question.
 */
export async function releaseCells(asked: Asked): Promise<Released | null> {
  const { database, read, ask, request, context } = asked;
  const name = questionOf(read.scope, request, context.term?.id ?? null, rulesOf(request, context));
  const ground = questionOf(read.scope, groundOf(request), context.term?.id ?? null, rulesOf(groundOf(request), context));
  const key = [ground, context.policyVersion, context.position, context.today, context.policy.suppression.threshold].join(" ");
  const { tree, counts } = await recentGround(database, key, async () => {
    const tree = await Tree.read(read, request, context);
    return { tree, counts: await readLeafCounts(read, ask, request, context, tree) };
  });
  if (!agree(request, tree)) return { result: await ask(request, context), hidden: new Set() };
  const parts = await askedParts(ask, request, context, tree);
  const question = { ...asked, ...parts, name, position: BigInt(context.position), ground: { tree, counts } };
  const found = await decide(question, database.owner);
  if (found === null || !isToBeKept(found)) return found;
  return withTransaction(database.owner, async (client) => {
    await lockQuestion(client, name);
    const decided = await decide(question, client);
    if (decided !== null) await keep(question, client, decided);
    return decided;
  });
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

type Given = ViewCell & { decision: Decision; figures: ResultCell | null; hidden: boolean };

/** An answer, and what is to be kept of it. */
type Decided = Released & {
  fresh: readonly Fresh[];
  /** Others that are due with what is released above them, or begin with what is asked for. */
  implied: readonly (PlacedCell & { decision: Decision })[];
  /** Times of which all places begin. */
  begun: readonly Days[];
  hide: readonly Release[];
  ripened: readonly Release[];
  protection: Protection;
};

const isToBeKept = ({ fresh, implied, begun, hide, ripened }: Decided) =>
  fresh.length + implied.length + begun.length + hide.length + ripened.length > 0;

/** Null where a past is asked about before anything was released then. */
async function decide(question: Question, client: Pool | PoolClient): Promise<Decided | null> {
  const { read, request, context, name, position, moment, ground, parts } = question;
  const { threshold } = context.policy.suppression;
  const past = read.asOf !== undefined;
  const standing = past ? await standingOf(client, name, { position, moment }) : "open";
  // A moment that later releases are known of gets none of its own: it would stand too near to them.
  if (standing === "later") return null;
  const closed = standing === "then";
  const begun = closed || parts.every(isOfNobody) ? [] : await timesToBegin(client, name, ground);
  const releases = await loadReleases(client, name, wantedFor(question, begun), past ? position : null, threshold);
  const view = viewOf(parts, releases);
  const others = [...otherCells(view, ground.tree, releases), ...cellsToBegin(ground, begun, view, releases)];
  const cells = [...view.values(), ...others];
  const beside = withLettersBeside(cells, await loadBeside(client, questionsBeside(question), cells, past ? position : null));
  const changes = await readKnown(client, request.kpi, cells, position, beside);
  const protection = protect(question, ground.counts, ground.tree, [...view.values(), ...others], changes);
  const known = changes.map((cell) => ({ ...cell, fit: protection.isFit(cell), mayShow: protection.mayShow(cell) }));
  const decisions = closed ? nothingDecided : decideReleases(known.slice(0, view.size), known.slice(view.size), threshold);
  const given = new Map([...view].map(([cell, at]) => [cell, give(question, protection, at, decisions.get(cell))]));
  const changed = closed ? nothingChanged : changesOf([...given.values()], others, known, decisions, begun, threshold);
  return { ...answerOf(question, given), ...changed, begun, protection };
}

const questionsBeside = ({ read, request, context }: Question): string[] =>
  figuresBeside(request, context).map((other) => questionOf(read.scope, other, context.term?.id ?? null, rulesOf(other, context)));

/** A place's distribution and each letter of it are cells of their own, and tell of each other. */
function withLettersBeside(cells: readonly PlacedCell[], beside: ReadonlyMap<string, readonly bigint[]>): Map<string, readonly bigint[]> {
  const ofPlace = Map.groupBy(cells, ({ place }) => cellName({ level: place.level, node: place.node, days: place.days }));
  const told = (cell: PlacedCell) => (cell.release === null || cell.release.hidden ? [] : [cell.release.position]);
  return new Map(
    [...ofPlace.values()].flatMap((same) =>
      same.map(({ name }): [string, bigint[]] => [
        name,
        [...(beside.get(name) ?? []), ...same.filter((other) => other.name !== name).flatMap(told)],
      ]),
    ),
  );
}

const nothingDecided: ReadonlyMap<string, Decision> = new Map();
const nothingChanged = { fresh: [], implied: [], hide: [], ripened: [] };

/**
 * Of weeks nothing but these, for nothing lies within them but parts of the same week; of a term its weeks too; and all where
 * some begin.
 */
function wantedFor({ request, ground: { tree }, parts }: Question, begun: readonly Days[]): Wanted {
  const cells = parts.flatMap((part) => part.cells);
  const named = cells.map(({ name }) => name);
  if (begun.length > 0) return { named, weeks: null, inside: null };
  const weeks = cells.flatMap(({ place: { days } }) => days.from ?? []);
  const ofTerm = cells.some(({ place: { days } }) => days.from === null);
  return { named, weeks: ofTerm ? null : [...new Set(weeks)], inside: ofTerm ? tree.within(tree.membersOf(wholePlace(request))) : null };
}

/** The cells of an answer by their names, those too that were released and are no more; a place may be there as whole and as group. */
function viewOf(parts: readonly AskedPart[], releases: readonly Release[]): Map<string, ViewCell> {
  const heads = new Map(releases.map((release) => [release.cell, release]));
  const cells = parts.flatMap((part) => part.cells).map((cell): ViewCell => ({ ...cell, release: heads.get(cell.name) ?? null }));
  return new Map(cells.filter(({ exact, release }) => exact !== null || !wasOfNobody(release)).map((cell) => [cell.name, cell]));
}

/** All others that were released and matter. */
function otherCells(view: ReadonlyMap<string, ViewCell>, tree: Tree, releases: readonly Release[]): PlacedCell[] {
  return releases.flatMap((release): PlacedCell[] => {
    const place = view.has(release.cell) ? null : readKnownPlace(release.cell);
    return place === null ? [] : [{ name: release.cell, place, members: tree.membersOf(place), release }];
  });
}

function give({ request, context }: Question, protection: Protection, cell: ViewCell, decided: Decision | undefined): Given {
  const { exact, release } = cell;
  const decision = decided ?? (release === null ? "withheld" : "kept");
  const figures = decision === "new" ? exact : (release?.figures ?? null);
  const few = [exact, figures].some((one) => one !== null && isHidden(request, context, protection, one, cell));
  if (exact !== null && isNobody(exact) && wasOfNobody(release)) return { ...cell, decision, figures: exact, hidden: false };
  const was = decision === "kept" && (release?.hidden === true || figures === null);
  return { ...cell, decision, figures, hidden: decision === "withheld" || was || few };
}

/** Each part as its cells were given; of several weeks their sum, unless one of them is hidden. */
function answerOf({ exact, context, parts }: Question, given: ReadonlyMap<string, Given>): Released {
  const there = parts.flatMap(({ keys, labels, cells }, index) => {
    // What is counted no more, and was released as that, is gone.
    const shown = cells.flatMap(({ name }) => given.get(name) ?? []).filter(({ hidden, figures }) => hidden || figures !== null);
    if (index > 0 && shown.length === 0) return [];
    const weeks = shown.flatMap(({ place: { days }, figures }) => (figures === null ? [] : [{ days, figures }]));
    return [{ cell: { ...sumOfWeeks(weeks, context), keys, labels }, hidden: shown.some(({ hidden }) => hidden) }];
  });
  const [total = { ...sumOfWeeks([], context) }, ...groups] = there.map(({ cell }) => cell);
  return { result: { ...exact, total, groups }, hidden: new Set(there.flatMap(({ hidden }, index) => (hidden ? [index] : []))) };
}

function changesOf(
  given: readonly Given[],
  others: readonly PlacedCell[],
  known: readonly Known[],
  decisions: ReadonlyMap<string, Decision>,
  begun: readonly Days[],
  threshold: number,
): Pick<Decided, "fresh" | "implied" | "hide" | "ripened"> {
  const begins = ({ place, release }: PlacedCell) =>
    release === null && place.letter === undefined && begun.some(({ from }) => from === place.days.from);
  const fresh = given.flatMap((cell): Fresh[] => {
    const { name, place, decision, exact, release, hidden } = cell;
    if (exact === null || !(decision === "new" || begins(cell))) return [];
    if (!isNobody(exact)) return [{ cell: name, place, hidden, figures: exact }];
    return release !== null || begins(cell) ? [{ cell: name, place, hidden: true, figures: exact }] : [];
  });
  const implied = others.flatMap((cell) => {
    const decision = decisions.get(cell.name) ?? "withheld";
    return decision === "new" || begins(cell) ? [{ ...cell, decision }] : [];
  });
  const hide = given.flatMap(({ decision, release, hidden }) =>
    decision === "kept" && release !== null && hidden && !release.hidden ? [release] : [],
  );
  const renewed = new Set([...fresh.map(({ cell }) => cell), ...implied.map(({ name }) => name)]);
  const heads = new Map([...given, ...others].map(({ name, release }) => [name, release]));
  const ripened = known.filter(({ name, changed, ripe }) => !ripe && !renewed.has(name) && (changed?.size ?? 0) >= threshold);
  return { fresh, implied, hide, ripened: ripened.flatMap(({ name }) => heads.get(name) ?? []) };
}

/**
 * A cell of nobody is kept as hidden, and told as what it is: once somebody is in it they are hidden while they are few, and shown
 * once as many as the threshold came. A question of nobody at all, such as of a scale that an asker thinks of, leaves nothing behind.
 */
const isNobody = ({ n, measures, scales = [] }: ResultCell) =>
  (n === null || n.students === 0) && scales.length === 0 && Object.values(measures).every(isZero);
const isOfNobody = ({ cells }: AskedPart) => cells.every(({ exact }) => exact === null || isNobody(exact));
const wasOfNobody = (release: Release | null) => release === null || (release.figures !== null && isNobody(release.figures));
const isZero = (measure: unknown): boolean =>
  measure === 0 || (typeof measure === "object" && measure !== null && Object.values(measure).every(isZero));

async function keep(question: Question, client: PoolClient, { fresh, implied, begun, hide, ripened, protection }: Decided): Promise<void> {
  const { read, ask, request, context, name, position, moment, ground } = question;
  const due = new Map(implied.map((cell) => [cell.name, cell]));
  const beneath = [...(await figuresOfPlaces(read, ask, request, context, implied))].flatMap(([cell, figures]): Fresh[] => {
    const at = due.get(cell);
    if (at === undefined) return [];
    const hidden = at.decision !== "new" || isNobody(figures) || isHidden(request, context, protection, figures, at);
    return [{ cell, place: at.place, hidden, figures }];
  });
  await saveReleases(client, name, { position, moment }, [...fresh, ...beneath]);
  await noteBegun(client, name, begun, ground);
  await hideReleases(client, name, hide);
  await markRipe(client, name, ripened, context.policy.suppression.threshold);
}
