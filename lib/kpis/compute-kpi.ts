import { Temporal } from "temporal-polyfill";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import type { KpiAnswer, KpiGroup } from "./answer";
import { definitionOf, type Filter, type KpiDefinition } from "./definitions";
import { queryAttendance } from "./queries/attendance";
import { queryCoverage } from "./queries/coverage";
import { dropoutWindow, queryDropout } from "./queries/dropout";
import { queryEngagement } from "./queries/engagement";
import { queryDfw, queryWithdrawal } from "./queries/enrolments";
import { queryGrades } from "./queries/grades";
import type { KpiResult, ResultCell } from "./queries/result";
import { type KpiContext, readContext, type Term } from "./read-context";
import type { KpiId, KpiRequest } from "./request";
import { hiddenCells } from "./suppress";

export type KpiReader = {
  /** Exact figures of small groups may be shown. */
  studentLevel: boolean;
  locale: "en" | "ko";
  /** The institution's local day. */
  today: string;
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
 * Answers a request within the read's scope and snapshot. Throws bad-request for what the KPI lacks or
 * the reader may not ask, not-found for ids that are unknown or out of scope, both alike.
 */
export async function computeKpi(read: ScopedRead, request: KpiRequest, reader: KpiReader): Promise<KpiAnswer> {
  const definition = definitionOf(request.kpi);
  refuseUnsupported(definition, request);
  if (!reader.studentLevel) refuseUnreleased(request);
  const context = await readContext(read, request, reader.today);
  const result = await queries[request.kpi](read, request, context, reader.locale === "ko");
  const comparison = request.compare === undefined ? null : await compare(read, request, context, reader);
  return toAnswer(definition, request, context, result, reader, comparison);
}

const filters: readonly Filter[] = ["from", "to", "orgUnit", "course", "section", "program", "state", "scale"];

function refuseUnsupported(definition: KpiDefinition, request: KpiRequest): void {
  for (const filter of filters) {
    if (request[filter] === undefined || definition.filters.includes(filter)) continue;
    throw new BellwetherError(
      "bad-request",
      `${definition.id} has no filter ${filter}; it has ${["term", ...definition.filters].join(", ")}.`,
      {
        field: filter,
        rule: "unknown-filter",
        found: request[filter],
        allowed: ["term", ...definition.filters],
      },
    );
  }
  for (const grouping of request.groupBy ?? []) {
    if (definition.groupings.includes(grouping)) continue;
    throw new BellwetherError(
      "bad-request",
      `${definition.id} cannot be grouped by ${grouping}; it can by ${definition.groupings.join(", ")}.`,
      {
        field: "groupBy",
        rule: "unknown-grouping",
        found: grouping,
        allowed: definition.groupings,
      },
    );
  }
  if (request.asOf !== undefined) {
    throw new BellwetherError("bad-request", "asOf is not answered yet; the history that it needs is being kept.", {
      field: "asOf",
      rule: "not-yet",
      found: request.asOf,
    });
  }
}

/** Readers without student-level rights ask for whole weeks or terms, one breakdown at a time (kpis.md, releases). */
function refuseUnreleased(request: KpiRequest): void {
  const refuse = (field: string, message: string) => {
    throw new BellwetherError("bad-request", message, { field, rule: "not-released" });
  };
  const groupBy = request.groupBy ?? [];
  if (groupBy.length > 1) refuse("groupBy", "Figures are released by one breakdown at a time.");
  if (groupBy.includes("date")) refuse("groupBy", "Figures are released by whole weeks or terms.");
  if (request.from !== undefined && Temporal.PlainDate.from(request.from).dayOfWeek !== 1) {
    refuse("from", "Figures are released by whole weeks: from must be a Monday.");
  }
  if (request.to !== undefined && Temporal.PlainDate.from(request.to).dayOfWeek !== 7) {
    refuse("to", "Figures are released by whole weeks: to must be a Sunday.");
  }
}

/** The same question about another term, its days aligned from the window's start. */
async function compare(read: ScopedRead, request: KpiRequest, context: KpiContext, reader: KpiReader): Promise<KpiAnswer["comparison"]> {
  const other = request.compare === "previous-year" ? context.previousYear : context.previousTerm;
  if (context.term === null || other === null) return { label: "", value: null };
  const { compare: _, groupBy: __, asOf: ___, from, to, ...rest } = request;
  const aligned = (day: string) => {
    const [start, otherStart] = starts(request.kpi, context, context.term ?? other, other);
    return Temporal.PlainDate.from(otherStart)
      .add({ days: daysBetween(start, day) })
      .toString();
  };
  const takesTo = definitionOf(request.kpi).filters.includes("to");
  const underWay = context.today >= context.term.startsOn && context.today <= context.term.endsOn;
  const end = to ?? (underWay && takesTo ? context.today : undefined);
  const asked: KpiRequest = {
    ...rest,
    term: other.id,
    ...(from === undefined ? {} : { from: aligned(from) }),
    ...(end === undefined ? {} : { to: aligned(end) }),
  };
  const [otherContext] = [{ ...context, term: other }];
  const result = await queries[request.kpi](read, asked, otherContext, false);
  const hidden =
    !reader.studentLevel && hiddenCells(definitionOf(request.kpi), [result.total], context.policy.suppression.threshold).has(0);
  return { label: other.name ?? other.id, value: hidden ? null : result.total.value, term: other.id };
}

function starts(kpi: KpiId, context: KpiContext, term: Term, other: Term): [string, string] {
  if (kpi !== "dropout-rate") return [term.startsOn, other.startsOn];
  return [dropoutWindow(term, context.policy).from, dropoutWindow(other, context.policy).from];
}

const daysBetween = (from: string, to: string) => Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

function toAnswer(
  definition: KpiDefinition,
  request: KpiRequest,
  context: KpiContext,
  result: KpiResult,
  reader: KpiReader,
  comparison: KpiAnswer["comparison"] | null,
): KpiAnswer {
  const cells = [result.total, ...result.groups];
  const hidden = reader.studentLevel ? new Set<number>() : hiddenCells(definition, cells, context.policy.suppression.threshold);
  const scales = result.total.scales?.filter((scale) => reader.studentLevel || scale.n >= context.policy.suppression.threshold);
  return {
    kpi: definition.id,
    ...figures(result.total, hidden.has(0)),
    unit: definition.unit,
    policyVersion: context.policyVersion,
    term: context.term?.id ?? null,
    ...(comparison === null || comparison === undefined ? {} : { comparison }),
    ...(scales === undefined || hidden.has(0) ? {} : { scales }),
    watermark: { position: context.position, processedThrough: context.processedThrough, sources: context.sources },
    ...(request.groupBy === undefined
      ? {}
      : { groups: result.groups.map((group, index): KpiGroup => ({ ...names(group), ...figures(group, hidden.has(index + 1)) })) }),
  };
}

function names(group: ResultCell): Pick<KpiGroup, "key" | "label" | "keys" | "labels"> {
  const [key, second] = group.keys;
  if (second !== undefined) return { keys: group.keys, labels: group.labels };
  return { key: key ?? null, label: group.labels[0] ?? null };
}

/** A hidden cell travels without its numbers (CELL-1). */
function figures(cell: ResultCell, hidden: boolean) {
  if (hidden) return { value: null, suppressed: true };
  return {
    value: cell.value,
    ...(cell.n === null ? {} : { n: cell.n.students, nExact: cell.n.exact }),
    suppressed: false,
    measures: cell.measures,
  };
}
