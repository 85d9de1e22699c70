import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import { computeKpi } from "@/lib/kpis/compute-kpi";
import { definitionOf, kpiDefinitions } from "@/lib/kpis/definitions";
import { type PolicyVersion, policyOn } from "@/lib/kpis/policy-versions";
import { type Grouping, type KpiId, kpiIds } from "@/lib/kpis/question";
import { computeSuppressed } from "@/lib/kpis/releases/compute-suppressed";
import type { KpiRequest } from "@/lib/kpis/request";
import { targetOf } from "@/lib/kpis/targets";
import type { TermItem } from "@/lib/warehouse/queries/list-terms";
import type { Draft } from "./policy-draft";
import type { Preview, PreviewFigure } from "./preview-shape";
import { earlierDay, withDraft } from "./with-draft";

/** One snapshot under several sets of versions. */
export type Compared = {
  read: ScopedRead;
  today: string;
  locale: "en" | "ko";
  now: readonly PolicyVersion[];
  drafted: readonly PolicyVersion[];
  /** The draft as if it had held since the term began. */
  ifHeld: readonly PolicyVersion[];
};

/** So many units are told of, the largest first. */
const mostUnits = 6;
/** So many terms of the past are looked through, the latest first. */
const mostTerms = 8;

/** Which KPIs are computed otherwise where an option differs. */
export function concernedKpis(touches: (...parts: string[]) => boolean): KpiId[] {
  return kpiDefinitions.filter(({ policyOptions }) => policyOptions.length > 0 && touches(...policyOptions)).map(({ id }) => id);
}

function ask(
  { read, today, locale }: Compared,
  request: KpiRequest,
  policies: readonly PolicyVersion[],
  compute: typeof computeKpi = computeKpi,
): Promise<KpiAnswer> {
  return compute(read, request, { locale, today, policies });
}

export async function previewFigures(compared: Compared, kpis: readonly KpiId[], term: TermItem): Promise<PreviewFigure[]> {
  const figures: PreviewFigure[] = [];
  for (const kpi of kpis) {
    const request: KpiRequest = { kpi, term: term.id, groupBy: ["org_unit"] };
    const now = await ask(compared, request, compared.now);
    const drafted = await ask(compared, request, compared.drafted);
    const ifHeld = await ask(compared, request, compared.ifHeld);
    const unitsOf = (answer: KpiAnswer) => new Map((answer.groups ?? []).map((group) => [group.key ?? null, group]));
    const [after, held] = [unitsOf(drafted), unitsOf(ifHeld)];
    const units = (now.groups ?? []).filter(({ key }) => typeof key === "string");
    const largest = units.toSorted((a, b) => (b.n ?? 0) - (a.n ?? 0)).slice(0, mostUnits);
    figures.push(figureOf(now, null, now, drafted, ifHeld));
    for (const group of largest) figures.push(figureOf(now, group, group, after.get(group.key ?? null), held.get(group.key ?? null)));
  }
  return figures;
}

type Valued = { value: number | null } | undefined;

function figureOf(answer: KpiAnswer, group: KpiGroup | null, now: Valued, drafted: Valued, ifHeld: Valued): PreviewFigure {
  const kpi = kpiIds.find((id) => id === answer.kpi);
  if (kpi === undefined) throw new Error(`No KPI ${answer.kpi}`);
  return {
    kpi,
    unit: answer.unit,
    orgUnit: group?.key ?? null,
    name: group?.label ?? null,
    students: (group ?? answer).n ?? null,
    now: now?.value ?? null,
    drafted: drafted?.value ?? null,
    ifHeld: ifHeld?.value ?? null,
  };
}

/** The breakdowns in which figures are told apart: places and programs. */
const placesOf = (kpi: KpiId): Grouping[] => {
  const { groupings } = definitionOf(kpi);
  return (["org_unit", "course", "section", "program"] as const).filter((one) => groupings.includes(one));
};

/** Figures of the term that readers of figures alone do not see, as the draft's threshold would hide them. */
export async function previewHidden(compared: Compared, draft: Draft, term: TermItem): Promise<NonNullable<Preview["hidden"]>> {
  const after = withDraft(compared.now, { ...draft, validFrom: earlierDay(draft.validFrom, compared.today) });
  const counts = { now: 0, drafted: 0, become: 0, stop: 0 };
  for (const { id: kpi } of kpiDefinitions)
    for (const grouping of placesOf(kpi)) {
      const request: KpiRequest = { kpi, term: term.id, groupBy: [grouping] };
      const before = hiddenIn(await ask(compared, request, compared.now, computeSuppressed));
      const then = hiddenIn(await ask(compared, request, after, computeSuppressed));
      counts.now += before.size;
      counts.drafted += then.size;
      counts.become += [...then].filter((key) => !before.has(key)).length;
      counts.stop += [...before].filter((key) => !then.has(key)).length;
    }
  return counts;
}

const hiddenIn = (answer: KpiAnswer) =>
  new Set([...(answer.suppressed ? ["*"] : []), ...(answer.groups ?? []).flatMap((group) => (group.suppressed ? [`=${group.key}`] : []))]);

/** Figures of terms that had begun, as they are shown and as they would be. */
export async function comparePast(compared: Compared, kpis: readonly KpiId[], terms: readonly TermItem[]): Promise<Preview["past"]> {
  const looked = terms.slice(0, mostTerms);
  const found: Preview["past"]["terms"] = [];
  for (const term of looked) {
    const counts = { name: term.name, compared: 0, changed: 0 };
    for (const kpi of kpis)
      for (const [index, grouping] of placesOf(kpi).entries()) {
        const request: KpiRequest = { kpi, term: term.id, groupBy: [grouping] };
        const before = valuesOf(await ask(compared, request, compared.now), index === 0);
        const after = valuesOf(await ask(compared, request, compared.drafted), index === 0);
        const keys = new Set([...before.keys(), ...after.keys()]);
        counts.compared += keys.size;
        counts.changed += [...keys].filter((key) => before.get(key) !== after.get(key)).length;
      }
    found.push(counts);
  }
  const sum = (name: "compared" | "changed") => found.reduce((total, one) => total + one[name], 0);
  return { compared: sum("compared"), changed: sum("changed"), terms: found, more: terms.length > looked.length };
}

/** Each figure of an answer by its key, the whole once. */
const valuesOf = (answer: KpiAnswer, whole: boolean) =>
  new Map([
    ...(whole ? [["*", answer.value] as const] : []),
    ...(answer.groups ?? []).map((group) => [`=${group.key}`, group.value] as const),
  ]);

/** What is aimed at now and under the draft, for the institution and for each unit that a target names. */
export async function previewTargets(
  { read, today, now, drafted }: Compared,
  draft: Draft,
  term: TermItem | null,
): Promise<Preview["targets"]> {
  const before = policyOn(now, draft.validFrom > today ? draft.validFrom : today).policy;
  const after = draft.validFrom > today ? draft.policy : policyOn(drafted, today).policy;
  const named = new Set([...before.narrowTargets, ...after.narrowTargets].flatMap(({ orgUnit }) => orgUnit ?? []));
  const paths = await unitPaths(read, [...named]);
  return kpiIds.flatMap((kpi) =>
    [null, ...named].flatMap((orgUnit) => {
      const place = { units: orgUnit === null ? [] : (paths.get(orgUnit) ?? [orgUnit]), term: term?.id ?? null };
      const target = { kpi, orgUnit, now: targetOf(before, kpi, place) ?? null, drafted: targetOf(after, kpi, place) ?? null };
      return target.now === target.drafted ? [] : [target];
    }),
  );
}

async function unitPaths(read: ScopedRead, units: readonly string[]): Promise<Map<string, string[]>> {
  const found = await read.query<{ root: string; path: string[] }>(
    `WITH RECURSIVE up AS (
       SELECT id AS root, id, parent_key, 0 AS depth FROM warehouse.dim_org_unit WHERE id = ANY($1::text[])
       UNION ALL
       SELECT up.root, above.id, above.parent_key, depth + 1 FROM warehouse.dim_org_unit above JOIN up ON above.org_unit_key = up.parent_key
       WHERE depth < 20)
     SELECT root, array_agg(id ORDER BY depth) AS path FROM up GROUP BY root`,
    [units],
  );
  return new Map(found.rows.map(({ root, path }) => [root, path]));
}
