import { Temporal } from "temporal-polyfill";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import type { KpiAnswer, KpiGroup } from "./answer";
import { comparedRequest, sharesWindow } from "./compared-request";
import { definitionOf, type KpiDefinition } from "./definitions";
import { filtersTell } from "./filters-that-tell";
import type { Policy } from "./policy";
import type { PolicyVersion } from "./policy-versions";
import { queryAttendance } from "./queries/attendance";
import { queryCoverage } from "./queries/coverage";
import { queryDropout } from "./queries/dropout";
import { queryEngagement } from "./queries/engagement";
import { queryDfw, queryWithdrawal } from "./queries/enrolments";
import { queryGrades } from "./queries/grades";
import type { KpiResult, ResultCell } from "./queries/result";
import type { KpiId } from "./question";
import { type DatedTerm, datedTerm, type KpiContext, policyOfFigure, readContext } from "./read-context";
import { refuseUnsupported } from "./refuse-unsupported";
import type { KpiRequest } from "./request";
import { hiddenCells, hiddenScales } from "./suppress";
import { targetOf, unitsOf } from "./targets";

export type KpiReader = {
  /** Exact figures of small groups may be shown. */
  studentLevel: boolean;
  locale: "en" | "ko";
  /** The institution's local day, of the moment asked about. */
  today: string;
  /** Versions of the policy to be taken for those stored: of a draft. */
  policies?: readonly PolicyVersion[];
};

type Query = (read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean) => Promise<KpiResult>;

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

/**
 * Answers a request within the read's scope and snapshot; `asOf` is the read's business. Throws bad-request for what the KPI lacks or
 * the reader may not ask, not-found for ids that are unknown or out of scope, both alike.
 */
export async function computeKpi(read: ScopedRead, request: KpiRequest, reader: KpiReader): Promise<KpiAnswer> {
  const definition = definitionOf(request.kpi);
  refuseUnsupported(request);
  if (!reader.studentLevel) refuseUnreleased(request);
  const context = await readContext(read, request, reader.today, reader.policies);
  const ask: Ask = (asked, of) => queries[asked.kpi](read, asked, of, reader.locale === "ko");
  const result = await ask(request, context);
  const withheld = !reader.studentLevel && (await filtersTell(ask, request, context));
  const comparison = request.compare === undefined ? null : await compare(read, ask, request, context, reader);
  return toAnswer(definition, request, context, result, { ...reader, withheld }, comparison);
}

type Ask = (request: KpiRequest, context: KpiContext) => Promise<KpiResult>;

/** Readers without student-level rights ask for whole weeks or terms, one breakdown at a time (kpis.md, releases). */
function refuseUnreleased(request: KpiRequest): void {
  const refuse = (field: string, message: string) => {
    throw new BellwetherError("bad-request", message, { field, rule: "not-released" });
  };
  const groupBy = request.groupBy ?? [];
  // No breakdown by year is released, in which neighbours could be hidden: years less one another would give small groups.
  if (request.yearOfStudy !== undefined) refuse("yearOfStudy", "Figures are released for all years of study together.");
  if (groupBy.length > 1) refuse("groupBy", "Figures are released by one breakdown at a time.");
  if (groupBy.includes("date")) refuse("groupBy", "Figures are released by whole weeks or terms.");
  if (request.from !== undefined && Temporal.PlainDate.from(request.from).dayOfWeek !== 1) {
    refuse("from", "Figures are released by whole weeks: from must be a Monday.");
  }
  if (request.to !== undefined && Temporal.PlainDate.from(request.to).dayOfWeek !== 7) {
    refuse("to", "Figures are released by whole weeks: to must be a Sunday.");
  }
}

/** The figure of another term, or the target. Without one there is nothing to compare with: no label and no value. */
async function compare(read: ScopedRead, ask: Ask, request: KpiRequest, context: KpiContext, reader: KpiReader): Promise<Comparison> {
  if (request.compare === "target") {
    const narrowed = context.policy.narrowTargets.some(({ kpi, orgUnit }) => kpi === request.kpi && orgUnit !== undefined);
    const place = { units: narrowed ? await unitsOf(read, request) : [], term: context.term?.id ?? null };
    const target = targetOf(context.policy, request.kpi, place);
    return target === undefined ? { label: "", value: null } : { label: reader.locale === "ko" ? "목표" : "Target", value: target };
  }
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
  if (own === null || other === null) return { label: "", value: null };
  const asked = comparedRequest(request, beside(other));
  const stands = policyOf(other, asked);
  const otherContext = { ...context, ...stands, term: other };
  const { total } = await ask(asked, otherContext);
  const small = () => hiddenCells(definitionOf(request.kpi), [total], context.policy.suppression.threshold).has(0);
  const hidden = !reader.studentLevel && (small() || (await filtersTell(ask, asked, otherContext)));
  return {
    label: other.name ?? other.id,
    value: hidden ? null : total.value,
    term: other.id,
    ...(countsAlike(definitionOf(request.kpi), stands.policy, context.policy) ? {} : { policyVersion: stands.policyVersion }),
  };
}

/** Whether two policies say the same of all that the KPI is computed by. */
function countsAlike({ policyOptions }: KpiDefinition, one: Policy, other: Policy): boolean {
  const at = (policy: Policy, path: string) => path.split(".").reduce<unknown>((part, name) => Reflect.get(Object(part), name), policy);
  return policyOptions.every((path) => at(one, path) === at(other, path));
}

type Comparison = NonNullable<KpiAnswer["comparison"]>;

function toAnswer(
  definition: KpiDefinition,
  request: KpiRequest,
  context: KpiContext,
  result: KpiResult,
  reader: Pick<KpiReader, "studentLevel"> & { withheld: boolean },
  comparison: Comparison | null,
): KpiAnswer {
  const { threshold } = context.policy.suppression;
  const hidden = reader.studentLevel ? new Set<number>() : hiddenCells(definition, [result.total, ...result.groups], threshold);
  const shown = (cell: ResultCell, index: number) => {
    if (reader.withheld || hidden.has(index)) return { value: null, suppressed: true };
    const hiddenParts = reader.studentLevel ? new Set<number>() : hiddenScales(definition, cell, threshold);
    return figures(cell, hiddenParts);
  };
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
    watermark: { position: context.position, processedThrough: context.processedThrough, sources: context.sources },
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
