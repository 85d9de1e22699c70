import type { KpiGroup } from "@/lib/kpis/answer";
import { type Deviation, type Observed, shrinkDeviations } from "@/lib/kpis/rank-deviations";

export type Ranked = {
  group: KpiGroup;
  /** What it is measured against: its own value of before, else that of the whole. Null where there is none. */
  against: number | null;
  gap: number | null;
  /** The gap as far as the data behind it bear it out; null where the KPI is no ratio of counts. */
  deviation: Deviation | null;
};
export type GroupSort = { by: "need" | "name" | "value" | "students"; reverse: boolean };

/** A value, and what is behind it where the KPI is a ratio of counts. */
export type Standing = { value: number | null; observed: Observed | null };

type Rules = {
  direction: "up" | "down";
  /** Groups with fewer students say little: without a measure of chance they come after the others. */
  least: number;
  whole: Standing;
  observedOf: (group: KpiGroup) => Observed | null;
  /** Each group's own of before, by key; absent: all are measured against the whole. */
  before?: ReadonlyMap<string, Standing> | undefined;
};

export function rankGroups(groups: readonly KpiGroup[], rules: Rules): Ranked[] {
  // Who has no past of its own is measured against the whole.
  const normalOf = (group: KpiGroup) => {
    const own = rules.before?.get(group.key ?? "");
    return own === undefined || own.value === null ? rules.whole : own;
  };
  const members = groups.flatMap((group) => {
    const [now, normal] = [rules.observedOf(group), normalOf(group).observed];
    return group.value === null || now === null || normal === null ? [] : [{ key: group.key ?? "", now, normal }];
  });
  const deviations = new Map(shrinkDeviations(members).map((deviation) => [deviation.key, deviation]));
  return groups.map((group) => {
    const against = normalOf(group).value;
    const gap = group.value === null || against === null ? null : group.value - against;
    return { group, against, gap, deviation: deviations.get(group.key ?? "") ?? null };
  });
}

/**
 * By need: the furthest on the worse side of their own normal first, by how far they are off for sure; then
 * those without a value. Where chance cannot be told, those with too few students come after the others.
 */
export function orderGroups(rows: readonly Ranked[], rules: Rules, sort: GroupSort, collator: Intl.Collator): Ranked[] {
  const worse = (gap: number) => (rules.direction === "up" ? gap : -gap);
  const name = (row: Ranked) => row.group.label ?? row.group.key ?? "";
  const tier = ({ group, gap, deviation }: Ranked) => {
    if (group.value === null) return 3;
    if (deviation !== null) return 0;
    return (group.n ?? 0) < rules.least ? 2 : gap === null ? 1 : 0;
  };
  const sure = ({ gap, deviation }: Ranked) => worse(deviation?.sure ?? gap ?? 0);
  const likely = ({ gap, deviation }: Ranked) => worse(deviation?.shrunk ?? gap ?? 0);
  const byName = (a: Ranked, b: Ranked) => collator.compare(name(a), name(b));
  const compare: Readonly<Record<GroupSort["by"], (a: Ranked, b: Ranked) => number>> = {
    need: (a, b) => tier(a) - tier(b) || sure(a) - sure(b) || likely(a) - likely(b) || worse(a.gap ?? 0) - worse(b.gap ?? 0),
    name: byName,
    value: (a, b) => (a.group.value ?? Number.NEGATIVE_INFINITY) - (b.group.value ?? Number.NEGATIVE_INFINITY),
    students: (a, b) => (a.group.n ?? 0) - (b.group.n ?? 0),
  };
  return [...rows].sort((a, b) => (sort.reverse ? -1 : 1) * compare[sort.by](a, b) || byName(a, b));
}
