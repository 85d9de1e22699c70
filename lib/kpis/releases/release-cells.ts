import type { Pool, PoolClient } from "pg";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { Ask } from "../compute-kpi";
import type { KpiResult, ResultCell } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { mondayBefore } from "./days";
import { decideReleases, veiledBy } from "./decide-releases";
import { factsOf } from "./families-of";
import { type GivenCell, givePlaces, type Released } from "./give-places";
import { figuresOfLeaves, type Ground, idOf, lettersOfLeaves, readGround, recentGround } from "./ground";
import { blocksOf, type Head, type LeafFigure, Ledger, type Time, wholeTerm } from "./ledger";
import { isBeyondHorizon, loadLedger, loadPastLedger, lockQuestion, questionOf, saveHeads } from "./ledger-store";
import { type Figure, figureName } from "./named-counts";
import type { Level } from "./place";
import { readChanged, type Spot } from "./read-touches";
import { rulesOf } from "./rules-of";
import { countedTogether, floorOf, releasedTogether } from "./shared-blocks";
import { isOfNobody, studentsOf } from "./sum-of-leaves";
import { tellStudents, withStudents } from "./tell-students";
import { Tree } from "./tree";

export type Asked = {
  database: Database;
  read: ScopedRead;
  ask: Ask;
  request: KpiRequest;
  context: KpiContext;
  moment: Date;
};

/** What is to be answered, with all that does not hang on what was released. */
type Question = Asked & Now & { name: string };

/** A question as it is now. */
type Now = Pick<Asked, "ask" | "request" | "context"> & {
  figures: readonly Figure[];
  position: bigint;
  ground: Ground;
  exact: KpiResult;
};

/** Blocks of each time that are released now; and what is due and became small. */
type Due = { blocks: readonly { time: Time; leaves: readonly number[] }[]; small: ReadonlyMap<Time, ReadonlySet<number>> };

/**
 * Answers a reader without student-level rights: what was last released of the leaves of each place, added up, and released anew where
 * that tells of nobody (decideReleases); without numbers where a place is no union of blocks. Null where a past is asked
 * about before anything was released then: nothing is released of a past, for it would stand too near to what was given later.
 *
 * Most answers release nothing: they say what had been released when they looked, and nobody waits for them. What is to be
 * kept is decided again, under the lock of its question.
 */
export async function releaseCells(asked: Asked): Promise<Released | null> {
  const { database, read, ask, request, context, moment } = asked;
  const exact = await ask(request, context);
  const figures = releasedTogether(request);
  const rules = figures.map((figure) => rulesOf(figure, context));
  const name = questionOf(read.scope, figures, context.term?.id ?? null, rules);
  const ground = await groundFor(asked);
  if (!agree(request, ground.tree)) return { result: exact, hidden: new Set() };
  const question: Question = { ...asked, name, figures, position: BigInt(context.position), ground, exact };
  if (read.asOf !== undefined) {
    const past = await loadPastLedger(database.owner, name, question.position);
    const isGone = past.times.length === 0 || (await isBeyondHorizon(database.owner, moment));
    return isGone ? null : withStudents(question, answer(question, past, nothingDue), null);
  }
  const ledger = await loadLedger(database, database.owner, name);
  const due = await decide(question, ledger, database.owner);
  if (due.blocks.length === 0) return tellStudents(question, answer(question, ledger, due), database.owner);
  return withTransaction(database.owner, async (client) => {
    await lockQuestion(client, name);
    const known = await loadLedger(database, client, name);
    const decided = await decide(question, known, client);
    const fresh = await headsOf(question, known, decided);
    await saveHeads(client, name, fresh, moment);
    return tellStudents(question, answer(question, known.with(fresh), decided), client);
  });
}

/**
 * What somebody who was never given anything could be given now: for a preview, which keeps nothing.
 */
export async function releaseAtFirst({
  read,
  ask,
  request,
  context,
}: Pick<Asked, "read" | "ask" | "request" | "context">): Promise<Released> {
  const ground = await readGround(read, ask, request, context, await Tree.read(read, request, context));
  const exact = await ask(request, context);
  if (!agree(request, ground.tree)) return { result: exact, hidden: new Set() };
  const figures = releasedTogether(request);
  const question = { ask, request, context, figures, position: BigInt(context.position), ground, exact };
  const due = decideWith(question, new Ledger(), nothingKnown);
  const given = answer(question, new Ledger(await headsOf(question, new Ledger(), due)), due);
  return withStudents(
    question,
    given,
    given.map(({ exact: now }) => (now === null ? null : studentsOf(now))),
  );
}

function groundFor({ database, read, ask, request, context }: Asked): Promise<Ground> {
  const counted = countedTogether(request);
  const name = questionOf(
    read.scope,
    counted,
    context.term?.id ?? null,
    counted.map((figure) => rulesOf(figure, context)),
  );
  const version = [context.policyVersion, context.position, context.today, context.policy.suppression.threshold].join(" ");
  return recentGround(database, name, version, async () =>
    readGround(read, ask, request, context, await Tree.read(read, request, context)),
  );
}

/** Filters by places of which none lies in the other have nothing in common: there is nothing to count, and nobody to tell of. */
function agree({ orgUnit, course, section, program }: KpiRequest, tree: Tree): boolean {
  const filters: readonly [Level, string | undefined][] = [
    ["subtree", orgUnit],
    ["course", course],
    ["section", section],
    ["program", program],
  ];
  const places = filters.flatMap(([level, node]) => (node === undefined ? [] : [tree.membersOf({ level, node })]));
  const finest = places.at(-1) ?? new Set<number>();
  return places.every((members) => [...finest].every((key) => members.has(key)));
}

const nothingDue: Due = { blocks: [], small: new Map() };

function answer({ request, context, ground: { tree }, exact }: Now, ledger: Ledger, { small }: Due): GivenCell[] {
  const within = ledger.within(tree.membersOf({ level: "whole", node: null }));
  return givePlaces({ request, context, tree, ledger: within, small: small.get(wholeTerm) ?? new Set() }, exact);
}

async function decide(question: Question, ledger: Ledger, client: Pool | PoolClient): Promise<Due> {
  const { request, context, position } = question;
  const facts = factsOf(request, context);
  const changed = {
    sinceReleased: await readChanged(client, facts, spotsOf(ledger), position),
    sinceVeiled: nobodyAnywhere,
  };
  const due = decideWith(question, ledger, changed);
  if (due.blocks.length === 0) return due;
  return decideWith(question, ledger, { ...changed, sinceVeiled: await readChanged(client, facts, veiledSpots(ledger), position) });
}

/** Every leaf that was released, since it was. */
const spotsOf = (ledger: Ledger): Spot[] =>
  ledger.times.flatMap((time) => [...ledger.headsAt(time).values()].map(({ leaf, position }): Spot => ({ leaf, time, since: position })));

type Changed = ReadonlyMap<Time, ReadonlyMap<number, ReadonlySet<string>>>;
const nobodyAnywhere: Changed = new Map();
const nothingKnown = { sinceReleased: nobodyAnywhere, sinceVeiled: nobodyAnywhere };

/** Leaves of blocks of which something was veiled, since the last time. */
const veiledSpots = (ledger: Ledger): Spot[] =>
  ledger.times.flatMap((time) =>
    blocksOf(ledger.headsAt(time)).flatMap((block) => {
      const since = block.reduce<bigint | null>(
        (last, { veiled }) => (veiled !== null && (last === null || veiled > last) ? veiled : last),
        null,
      );
      return since === null ? [] : block.map(({ leaf }): Spot => ({ leaf, time, since }));
    }),
  );

function decideWith({ figures, ground, context }: Now, ledger: Ledger, changed: { sinceReleased: Changed; sinceVeiled: Changed }): Due {
  // What is told nowhere is not among what is counted of leaves.
  const told = figures.filter(ground.isTold);
  if (told.length === 0) return nothingDue;
  const { threshold } = context.policy.suppression;
  const within = ledger.within(ground.tree.membersOf({ level: "whole", node: null }));
  const times = new Set([...ground.leaves.keys(), ...ledger.times]);
  const decided = [...times].map((time) => {
    const leaves =
      ground.leaves.get(time) ?? ground.tree.leaves.map((leaf) => ({ key: leaf.key, path: ground.tree.pathOf(leaf), counts: new Map() }));
    const standing = {
      leaves,
      heads: within.headsAt(time),
      lost: new Set([...ledger.headsAt(time).keys()].filter((leaf) => !within.headsAt(time).has(leaf))),
      changed: changed.sinceReleased.get(time) ?? new Map(),
      changedSinceVeiled: changed.sinceVeiled.get(time) ?? new Map(),
      isRunning: time === mondayBefore(context.today),
    };
    return { time, ...decideReleases(standing, threshold, floorOf(told, threshold)) };
  });
  return {
    blocks: decided.flatMap(({ time, blocks }) => blocks.map((leaves) => ({ time, leaves }))),
    small: new Map(decided.map(({ time, small }) => [time, small])),
  };
}

/** What is released now, with the exact figures of it that can be told. */
async function headsOf({ ask, request, context, figures, position, ground }: Now, ledger: Ledger, { blocks }: Due): Promise<Head[]> {
  if (blocks.length === 0) return [];
  const all: { name: string; figureOf: (time: Time, id: string | null) => LeafFigure | null }[] = [];
  for (const figure of figures) {
    const asked = { ...figure, ...(request.term === undefined ? {} : { term: request.term }) };
    const exact = await figuresOfLeaves(ask, asked, context);
    const letters = figure.kpi === "grade-distribution" ? await lettersOfLeaves(ask, asked, context) : null;
    // Of what is told nowhere it is kept that nobody is there, and nothing else.
    const figureOf = (time: Time, id: string | null): LeafFigure | null => {
      const whole = exact.get(time)?.get(id) ?? nobody;
      if (!ground.isTold(figure) && !isOfNobody(whole)) return null;
      return letters === null ? { whole } : { whole, byLetter: letters.get(id) ?? {} };
    };
    all.push({ name: figureName(figure), figureOf });
  }
  const ids = new Map(ground.tree.leaves.map((leaf) => [leaf.key, idOf(leaf)]));
  const { threshold } = context.policy.suppression;
  return blocks.flatMap(({ time, leaves }) => {
    const block = { time, position, block: leaves[0] ?? 0, size: leaves.length };
    const counted = new Map((ground.leaves.get(time) ?? []).map((leaf) => [leaf.key, leaf]));
    return leaves.map((key): Head => {
      const now = counted.get(key);
      const veiled = now === undefined ? null : veiledBy(block, now, ledger.headsAt(time).get(key), threshold);
      const kept = all.flatMap(({ name, figureOf }) => {
        const figure = figureOf(time, ids.get(key) ?? null);
        return figure === null ? [] : [[name, figure] as const];
      });
      return { ...block, leaf: key, veiled, figures: Object.fromEntries(kept) };
    });
  });
}

/** A leaf of which nothing is counted any more. */
const nobody: ResultCell = { keys: [], labels: [], value: null, n: { students: 0, exact: true }, measures: {} };
