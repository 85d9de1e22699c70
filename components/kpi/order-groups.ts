import type { KpiGroup } from "@/lib/kpis/answer";

export type Ranked = {
  group: KpiGroup;
  /** What it is measured against: its own value of before, else that of the whole. Null where there is none. */
  against: number | null;
  gap: number | null;
};
export type GroupSort = { by: "need" | "name" | "value" | "students"; reverse: boolean };

type Rules = {
  direction: "up" | "down";
  /** Groups with fewer students say little: they come after the others. */
  least: number;
  whole: number | null;
  /** Each group's own value of before, by key; absent: all are measured against the whole. */
  before?: ReadonlyMap<string, number | null> | undefined;
};

export function rankGroups(groups: readonly KpiGroup[], rules: Rules): Ranked[] {
  return groups.map((group) => {
    const against = rules.before === undefined ? rules.whole : (rules.before.get(group.key ?? "") ?? null);
    return { group, against, gap: group.value === null || against === null ? null : group.value - against };
  });
}

/**
 * By need: the furthest on the worse side of what it is measured against first, then those with too few
 * students to say, then those without a value. A group without a past of its own goes after those with one.
 */
export function orderGroups(rows: readonly Ranked[], rules: Rules, sort: GroupSort, collator: Intl.Collator): Ranked[] {
  const worse = (gap: number) => (rules.direction === "up" ? gap : -gap);
  const name = (row: Ranked) => row.group.label ?? row.group.key ?? "";
  const tier = ({ group, gap }: Ranked) => (group.value === null ? 3 : (group.n ?? 0) < rules.least ? 2 : gap === null ? 1 : 0);
  const byName = (a: Ranked, b: Ranked) => collator.compare(name(a), name(b));
  const compare: Readonly<Record<GroupSort["by"], (a: Ranked, b: Ranked) => number>> = {
    need: (a, b) => tier(a) - tier(b) || worse(a.gap ?? 0) - worse(b.gap ?? 0),
    name: byName,
    value: (a, b) => (a.group.value ?? Number.NEGATIVE_INFINITY) - (b.group.value ?? Number.NEGATIVE_INFINITY),
    students: (a, b) => (a.group.n ?? 0) - (b.group.n ?? 0),
  };
  return [...rows].sort((a, b) => (sort.reverse ? -1 : 1) * compare[sort.by](a, b) || byName(a, b));
}
