import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import type { DeltaBody } from "./protocol";

/** Folding of answers, the same at both ends (EXACT-3). */

/** What changed in the groups; the head of the newest answer goes with it. */
export type GroupChanges = Pick<DeltaBody, "put" | "order">;

/** One name for each group, in their order; a repeated key (two members without an id) is numbered. */
export function groupNames(groups: readonly KpiGroup[]): string[] {
  const seen = new Map<string, number>();
  return groups.map((group) => {
    const name = JSON.stringify(group.keys ?? [group.key ?? null]);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}#${before}`;
  });
}

const named = (groups: readonly KpiGroup[]) => {
  const names = groupNames(groups);
  return new Map(groups.map((group, index) => [names[index] ?? "", group]));
};

export function headOf(answer: KpiAnswer): DeltaBody["head"] {
  const { groups: _, ...head } = answer;
  return head;
}

/** What turns the groups of one answer into those of the next. */
export function diffGroups(before: KpiAnswer, after: KpiAnswer): GroupChanges {
  const known = new Map([...named(before.groups ?? [])].map(([name, group]) => [name, JSON.stringify(group)]));
  const next = named(after.groups ?? []);
  const put = [...next].filter(([name, group]) => known.get(name) !== JSON.stringify(group)).map(([, group]) => group);
  const order = [...next.keys()];
  const sameOrder = order.length === known.size && [...known.keys()].every((name, index) => name === order[index]);
  // Numbered names depend on their neighbours: such groups travel together.
  const numbered = order.some((name) => /\]#\d+$/.test(name));
  if (numbered && (put.length > 0 || !sameOrder)) return { put: [...next.values()], order };
  return sameOrder ? { put } : { put, order };
}

/** Two changes, one after the other, as one. */
export function composeChanges(first: GroupChanges, second: GroupChanges): GroupChanges {
  if (second.order !== undefined && second.put.length === second.order.length) return second;
  const order = second.order ?? first.order;
  const put = new Map([...named(first.put), ...named(second.put)]);
  if (order === undefined) return { put: [...put.values()] };
  const stay = new Set(order);
  return { put: [...put].filter(([name]) => stay.has(name)).map(([, group]) => group), order };
}

/** Same figures: only the watermark moved. */
export function sameFigures(a: KpiAnswer, b: KpiAnswer): boolean {
  const { watermark: _, ...one } = a;
  const { watermark: __, ...other } = b;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The answer after a delta; null where the delta names a group that is not there. */
export function applyDelta(before: KpiAnswer, delta: DeltaBody): KpiAnswer | null {
  if (before.groups === undefined) return { ...delta.head };
  const groups = new Map([...named(before.groups), ...named(delta.put)]);
  const next: KpiGroup[] = [];
  for (const name of delta.order ?? groupNames(before.groups)) {
    const group = groups.get(name);
    if (group === undefined) return null;
    next.push(group);
  }
  return { ...delta.head, groups: next };
}
