import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiAnswer, KpiGroup } from "./answer";
import { comparedRequest, sharesWindow } from "./compared-request";
import { definitionOf, type KpiDefinition } from "./definitions";
import { optionAt, type Policy } from "./policy";
import type { PolicyVersion } from "./policy-versions";
import { queryAttendance } from "./queries/attendance";
import { queryCoverage } from "./queries/coverage";
import { queryDropout } from "./queries/dropout";
import { queryEngagement } from "./queries/engagement";
import { queryDfw, queryWithdrawal } from "./queries/enrolments";
import { queryGrades } from "./queries/grades";
import type { KpiResult, ResultCell } from "./queries/result";
import type { KpiId } from "./question";
import { type DatedTerm, datedTerm, type KpiContext, policyOfFigure, readContext, watermarkOf } from "./read-context";
import { refuseUnsupported } from "./refuse-unsupported";
import type { KpiRequest } from "./request";
import { targetOf, unitsOf } from "./targets";

export type KpiReader = {
  locale: "en" | "ko";
  /** The institution's local day, of the moment asked about. */
  today: string;
  /** Versions of the policy to be taken for those stored: of a draft. */
  policies?: readonly PolicyVersion[];
  /** Students are counted exactly wherever fewer than this are sure; up to the suppression threshold they always are. */
  countedBelow?: number;
};

type Query = (read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean, countedBelow: number) => Promise<KpiResult>;

const queries: Readonly<Record<KpiId, Query>> = {
  "attendance-rate": queryAttendance,
  "attendance-coverage": queryCoverage,
  "grade-distribution": queryGrades,
  "mean-grade-points": queryGrades,
  "dfw-rate": queryDfw,
  "dropout-rate": queryDropout,
  "course-withdrawal-rate": queryWithdrawal,
  "engagement-rate": queryEngagement,
};

/** The exact result of a question under its context. */
export type Ask = (request: KpiRequest, context: KpiContext) => Promise<KpiResult>;

export const askOf =
  (read: ScopedRead, locale: "en" | "ko", countedBelow = 0): Ask =>
  (request, context) =>
    queries[request.kpi](read, request, context, locale === "ko", countedBelow);

/**
 * Answers a request within the read's scope and snapshot, exactly: for readers with student-level rights, and keys. Others
 * are given releases (releases/compute-released.ts). `asOf` is the read's business. Throws bad-request for what the KPI lacks,
 * not-found for ids that are unknown or out of scope, both alike.
 */
export async function computeKpi(read: ScopedRead, request: KpiRequest, reader: KpiReader): Promise<KpiAnswer> {
  refuseUnsupported(request);
  const context = await readContext(read, request, reader.today, reader.policies);
  const ask = askOf(read, reader.locale);
  const result = await askOf(read, reader.locale, reader.countedBelow)(request, context);
  const comparison = request.compare === undefined ? null : await compare(read, ask, request, context, reader);
  return toAnswer(request, context, result, nothingHidden, comparison);
}

/** Which cells travel without their numbers, the whole at index 0; and which scales of a cell that is shown. */
export type Hiding = { cells: ReadonlySet<number>; scales: (index: number) => ReadonlySet<number> };
const nothingHidden: Hiding = { cells: new Set(), scales: () => new Set() };

/** The figure of another term, or the target. Without one there is nothing to compare with: no label and no value. */
async function compare(read: ScopedRead, ask: Ask, request: KpiRequest, context: KpiContext, reader: KpiReader): Promise<Comparison> {
  if (request.compare === "target") return readTarget(read, request, context, reader);
  const beside = besideTerm(request, context);
  if (beside === null) return { label: "", value: null };
  const { total } = await ask(beside.asked, beside.context);
  return { ...beside.named, value: total.value };
}

/** What the institution aims at in the place and term that are asked about. */
export async function readTarget(read: ScopedRead, request: KpiRequest, context: KpiContext, reader: KpiReader): Promise<Comparison> {
  const narrowed = context.policy.narrowTargets.some(({ kpi, orgUnit }) => kpi === request.kpi && orgUnit !== undefined);
  const place = { units: narrowed ? await unitsOf(read, request) : [], term: context.term?.id ?? null };
  const target = targetOf(context.policy, request.kpi, place);
  return target === undefined ? { label: "", value: null } : { label: reader.locale === "ko" ? "목표" : "Target", value: target };
}

/** The question about the term that a request is compared with, and how its figure is named beside this one. */
export type Beside = { other: DatedTerm; asked: KpiRequest; context: KpiContext; named: Omit<Comparison, "value"> };

/** Null where there is no such term. */
export function besideTerm(request: KpiRequest, context: KpiContext): Beside | null {
  const own = datedTerm(context.term);
  const year = datedTerm(context.previousYear);
  const wanted = request.compare === "previous-year" ? year : datedTerm(context.previousTerm);
  const { from: _, to: __, ...whole } = request;
  // The other term stands under the policy of its own days, as on its own page.
  const policyOf = (other: DatedTerm, asked: KpiRequest = whole) => policyOfFigure(context.policies, asked, other, context.today);
  const beside = (other: DatedTerm) => ({
    own: own ?? other,
    other,
    policy: context.policy,
    otherPolicy: policyOf(other).policy,
    today: context.today,
  });
  // Terms of one academic year can share a window: then the previous window is that of the year before.
  const other = wanted !== null && sharesWindow(request, beside(wanted)) ? year : wanted;
  if (own === null || other === null) return null;
  const asked = comparedRequest(request, beside(other));
  const stands = policyOf(other, asked);
  const alike = countsAlike(definitionOf(request.kpi), stands.policy, context.policy);
  const named = { label: other.name ?? other.id, term: other.id, ...(alike ? {} : { policyVersion: stands.policyVersion }) };
  return { other, asked, context: { ...context, ...stands, term: other }, named };
}

/** Whether two policies say the same of all that the KPI is computed by. */
function countsAlike({ policyOptions }: KpiDefinition, one: Policy, other: Policy): boolean {
  return policyOptions.every((path) => optionAt(one, path) === optionAt(other, path));
}

export type Comparison = NonNullable<KpiAnswer["comparison"]>;

export function toAnswer(
  request: KpiRequest,
  context: KpiContext,
  result: KpiResult,
  hiding: Hiding,
  comparison: Comparison | null,
): KpiAnswer {
  const definition = definitionOf(request.kpi);
  const shown = (cell: ResultCell, index: number) =>
    hiding.cells.has(index) ? { value: null, suppressed: true } : figures(cell, hiding.scales(index));
  return {
    kpi: definition.id,
    ...shown(result.total, 0),
    unit: definition.unit,
    policyVersion: context.policyVersion,
    ...(result.rules === undefined
      ? {}
      : { rules: result.rules.map(({ rule, version, from }) => ({ policyVersion: version, from, ...rule })) }),
    term: context.term?.id ?? null,
    ...(comparison === null ? {} : { comparison }),
    watermark: watermarkOf(context),
    ...(request.groupBy === undefined
      ? {}
      : { groups: result.groups.map((group, index): KpiGroup => ({ ...names(group), ...shown(group, index + 1) })) }),
  };
}

function names(group: ResultCell): Pick<KpiGroup, "key" | "label" | "keys" | "labels"> {
  const [key, second] = group.keys;
  if (second !== undefined) return { keys: group.keys, labels: group.labels };
  return { key: key ?? null, label: group.labels[0] ?? null };
}

/** A cell that is shown. Hidden ones, its scales among them, travel without their numbers (CELL-1). */
function figures(cell: ResultCell, hiddenParts: ReadonlySet<number>) {
  const scales = cell.scales?.map((part, index) =>
    hiddenParts.has(index) ? { scale: part.scale, value: null, suppressed: true } : { ...part, suppressed: false },
  );
  return {
    value: cell.value,
    ...(cell.n === null ? {} : { n: cell.n.students, nExact: cell.n.exact }),
    suppressed: false,
    measures: cell.measures,
    ...(cell.weighed === undefined ? {} : { weighed: cell.weighed }),
    ...(scales === undefined ? {} : { scales }),
  };
}
