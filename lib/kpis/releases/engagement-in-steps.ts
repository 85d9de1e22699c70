import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { type KpiResult, type ResultCell, ratio } from "../queries/result";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { factsOf } from "./families-of";
import type { Released } from "./give-places";
import { wholeTerm } from "./ledger";
import { questionOf } from "./ledger-store";
import { leavesName, levelOfGroups, wholePlace } from "./place";
import { type Facts, readChangedAnywhere } from "./read-touches";
import { toSteps } from "./steps";
import { type Telling as Told, tellPlaces, toldPlaces } from "./told-places";
import { Tree } from "./tree";

/** With fewer than so many steps in it a figure in steps would say little. */
const fewestSteps = 10;

/** Null where nothing may be told of a place. */
const toldSchema = z.object({ students: z.number(), active: z.number(), enrolled: z.number() }).nullable();
type Engagement = z.infer<typeof toldSchema>;

export type Telling = { client: Pool | PoolClient; read: ScopedRead; context: KpiContext; moment: Date };

/**
 * Students who are active are counted once however many sections they take, so that they do not add up over places and no blocks
 * hold them. Their counts are told in steps of the threshold instead, to the nearest, and anew once as many students as the threshold
 * changed in the place since: who looked at each change would see the very student with whom a step is taken. Where few are active or
 * inactive, and where fewer than ten steps are enrolled, nothing is told. Of a past what had been told by then; null where nothing had.
 */
export async function engagementInSteps(
  { client, read, context, moment }: Telling,
  request: KpiRequest,
  exact: KpiResult,
): Promise<Released | null> {
  const { threshold } = context.policy.suppression;
  const cells = [exact.total, ...exact.groups];
  const tree = await Tree.read(read, request, context);
  const places = cells.map((cell, index) => leavesOf(tree, request, index === 0 ? null : { key: cell.keys[0] ?? null }));
  const names = places.map(leavesName);
  const question = questionOf(read.scope, [request], context.term?.id ?? null, [request.to ?? null]);
  const told = await toldPlaces(client, question, toldSchema, names);
  if (read.asOf !== undefined) {
    const then = names.map((name) => told.get(name)).map((one) => (one !== undefined && one.moment <= moment ? one.figures : null));
    return then[0] === null ? null : toReleased(exact, then);
  }
  const position = BigInt(context.position);
  const isDue = dueSince(client, factsOf(request, context), position, threshold);
  const tellings: Told<Engagement>[] = [];
  for (const [index, place] of places.entries()) {
    const before = told.get(names[index] ?? "")?.position ?? null;
    const isAnew = before === null || (await isDue(place, before));
    const now = toTell(cells[index] ?? exact.total, threshold);
    tellings.push({ place: names[index] ?? "", time: wholeTerm, since: isAnew ? position : 0n, now });
  }
  return toReleased(exact, await tellPlaces(client, { question, position, moment }, toldSchema, tellings));
}

/** Whether as many students as the threshold changed in leaves since a position; what changed since one is read once. */
function dueSince(
  client: Pool | PoolClient,
  facts: Facts,
  position: bigint,
  threshold: number,
): (leaves: ReadonlySet<number>, since: bigint) => Promise<boolean> {
  const known = new Map<bigint, ReadonlyMap<number, ReadonlySet<string>>>();
  const changedSince = async (since: bigint) => {
    const found = known.get(since) ?? (await readChangedAnywhere(client, facts, since, position));
    known.set(since, found);
    return found;
  };
  return async (leaves, since) => {
    const changed = await changedSince(since);
    return new Set([...leaves].flatMap((leaf) => [...(changed.get(leaf) ?? [])])).size >= threshold;
  };
}

/** What could be told for the first time: for a preview, which keeps nothing. */
export const engagementAtFirst = (_: KpiRequest, { policy }: KpiContext, exact: KpiResult): Released =>
  toReleased(
    exact,
    [exact.total, ...exact.groups].map((cell) => toTell(cell, policy.suppression.threshold)),
  );

/** Of a group only what lies within the whole that is asked about. */
function leavesOf(tree: Tree, request: KpiRequest, group: { key: string | null } | null): ReadonlySet<number> {
  const whole = tree.membersOf(wholePlace(request));
  const level = levelOfGroups(request);
  if (group === null || level === null) return whole;
  return new Set([...tree.membersOf({ level, node: group.key })].filter((leaf) => whole.has(leaf)));
}

function toTell(cell: ResultCell, threshold: number): Engagement {
  const { active, enrolled }: Readonly<Record<string, unknown>> = cell.measures;
  const counts = { active: Number(active ?? 0), enrolled: Number(enrolled ?? 0) };
  const isFew = (count: number) => count > 0 && count < threshold;
  const isTold = counts.enrolled === 0 || counts.enrolled >= fewestSteps * threshold;
  if (!isTold || isFew(counts.active) || isFew(counts.enrolled - counts.active)) return null;
  const [inSteps, ofAll] = [toSteps(counts.active, threshold), toSteps(counts.enrolled, threshold)];
  return { students: cell.n?.students ?? 0, active: inSteps, enrolled: ofAll };
}

function toReleased(exact: KpiResult, told: readonly Engagement[]): Released {
  const cells = [exact.total, ...exact.groups].map((cell, index): ResultCell => {
    const { students = 0, active = 0, enrolled = 0 } = told[index] ?? {};
    return { ...cell, n: { students, exact: false }, value: ratio(active, enrolled), measures: { active, enrolled } };
  });
  const [total = exact.total, ...groups] = cells;
  return { result: { ...exact, total, groups }, hidden: new Set(told.flatMap((one, index) => (one === null ? [index] : []))) };
}
