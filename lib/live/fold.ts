import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import type { Delta } from "./protocol";

/** Folding of answers, the same at both ends (EXACT-3). */

export const groupKey = (group: KpiGroup): string => JSON.stringify(group.keys ?? [group.key ?? null]);

type DeltaBody = Pick<Delta, "head" | "put" | "gone">;

/** What turns one answer into the next. */
export function diffAnswers(before: KpiAnswer, after: KpiAnswer): DeltaBody {
  const { groups, ...head } = after;
  const known = new Map((before.groups ?? []).map((group) => [groupKey(group), JSON.stringify(group)]));
  const put = (groups ?? []).filter((group) => known.get(groupKey(group)) !== JSON.stringify(group));
  const stay = new Set((groups ?? []).map(groupKey));
  return { head, put, gone: [...known.keys()].filter((key) => !stay.has(key)) };
}

/** Same figures: only the watermark's times moved. */
export function sameFigures(a: KpiAnswer, b: KpiAnswer): boolean {
  const { watermark: _, ...one } = a;
  const { watermark: __, ...other } = b;
  return JSON.stringify(one) === JSON.stringify(other);
}

export function applyDelta(before: KpiAnswer, delta: DeltaBody): KpiAnswer {
  if (before.groups === undefined) return { ...delta.head };
  const gone = new Set(delta.gone);
  const put = new Map(delta.put.map((group) => [groupKey(group), group]));
  const kept = before.groups
    .filter((group) => !gone.has(groupKey(group)))
    .map((group) => {
      const changed = put.get(groupKey(group));
      put.delete(groupKey(group));
      return changed ?? group;
    });
  return { ...delta.head, groups: [...kept, ...put.values()].sort((a, b) => compareKeys(groupKey(a), groupKey(b))) };
}

const compareKeys = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
