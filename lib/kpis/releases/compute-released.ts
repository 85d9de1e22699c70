import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { KpiAnswer } from "../answer";
import {
  type Ask,
  askOf,
  type Beside,
  besideTerm,
  type Comparison,
  type Hiding,
  type KpiReader,
  readTarget,
  toAnswer,
} from "../compute-kpi";
import { definitionOf } from "../definitions";
import type { KpiResult } from "../queries/result";
import { scopeLevelOf } from "../queries/statement";
import type { KpiId } from "../question";
import { type KpiContext, readContext } from "../read-context";
import { refuseUnsupported } from "../refuse-unsupported";
import { type KpiRequest, spansTerms } from "../request";
import { hiddenScalesOf } from "../suppress";
import { engagementInSteps } from "./engagement-in-steps";
import { touchFamilies } from "./families-of";
import type { Released } from "./give-places";
import { lastSunday, sundayUpTo } from "./last-sunday";
import { meanOf, withStudentsInMean } from "./mean-of-letters";
import { ofOneScale } from "./of-one-scale";
import { refuseUnreleased } from "./refuse-unreleased";
import { releaseCells } from "./release-cells";
import { dfwInSteps } from "./steps";
import { inSteps } from "./students-in-steps";

/** The database's owner keeps what was released. */
export type Releasing = { database: Database; read: ScopedRead; moment: Date };

/**
 * Answers a reader without student-level rights (CELL-1; ADR 27): releases instead of each change, small cells and their
 * companions without numbers, and nothing that crosses places with programs. Throws as computeKpi does, and bad-request with
 * the rule not-released.
 */
export async function computeReleased(releasing: Releasing, request: KpiRequest, reader: KpiReader): Promise<KpiAnswer> {
  const { read } = releasing;
  refuseUnsupported(request);
  refuseUnreleased(request);
  const { database, moment } = releasing;
  const source: Source = {
    read,
    release: (asked) => releaseCells({ ...releasing, ...asked }),
    engagement: (asked, context, exact) => engagementInSteps({ client: database.owner, read, context, moment }, asked, exact),
  };
  const asked = await inOneTerm(read, request);
  const context = await readContext(read, asked ?? request, reader.today);
  const ask = askOf(read, reader.locale);
  const given = asked === null ? nothing(await ask(request, context)) : await give(source, ask, asked, context);
  const comparison = request.compare === undefined ? null : await compare(source, ask, asked ?? request, context, reader);
  return toAnswer(request, context, inSteps(given.result, context.policy.suppression.threshold), given.hiding, comparison);
}

/**
 * A range that names no term is of the one that runs in it; null where several do, for blocks are made term by term. What
 * counts no students is not asked about.
 */
async function inOneTerm(read: ScopedRead, request: KpiRequest): Promise<KpiRequest | null> {
  if (!spansTerms(request) || touchFamilies[request.kpi].length === 0) return request;
  // A term whose days are not known yet may have any.
  const terms = await read.query<{ id: string }>(
    `SELECT id FROM warehouse.dim_term WHERE coalesce(starts_on <= $2::date, true) AND coalesce(ends_on >= $1::date, true) LIMIT 2`,
    [request.from ?? null, request.to ?? null],
  );
  const [only, another] = terms.rows;
  return only === undefined || another !== undefined ? null : { ...request, term: only.id };
}

/** All of it without numbers. */
const nothing = (exact: KpiResult): Given => ({
  result: exact,
  hiding: { cells: new Set([0, ...exact.groups.map((_, index) => index + 1)]), scales: () => new Set() },
});

export type Given = { result: KpiResult; hiding: Hiding };

/** What is released of a question; null where a past is asked about before anything was. */
export type Source = {
  read: ScopedRead;
  release: (asked: { ask: Ask; request: KpiRequest; context: KpiContext }) => Promise<Released | null>;
  engagement: (request: KpiRequest, context: KpiContext, exact: KpiResult) => Promise<Released | null>;
};

/** What the source tells of a question, and which of it travels without its numbers. */
export async function give(source: Source, ask: Ask, asked: KpiRequest, context: KpiContext): Promise<Given> {
  if (asked.kpi === "mean-grade-points") return giveMean(source, ask, asked, context);
  if (asked.scale !== undefined) {
    const { scale, ...ofAll } = asked;
    const { result, hiding } = await give(source, ask, ofAll, context);
    return ofOneScale(scale, result, hiding);
  }
  const request = asked.kpi === "engagement-rate" ? { ...asked, to: lastSunday(context) } : asked;
  if (touchFamilies[request.kpi].length === 0) {
    return { result: await ask(request, context), hiding: { cells: new Set(), scales: () => new Set() } };
  }
  const students = scopeLevelOf(source.read.scope) === "students";
  if (students || isNotReleased(asked)) return nothing(await ask(request, context));
  if (cumulative.has(request.kpi) && request.groupBy?.includes("week") === true)
    return wholeOnly(await ask(request, context), await give(source, ask, withoutGroups(asked), context));
  const { threshold } = context.policy.suppression;
  const released =
    request.kpi === "engagement-rate"
      ? await source.engagement(request, context, await ask(request, context))
      : await source.release({ ask: withStudentsInMean(ask), request, context });
  if (released !== null) {
    const { hidden } = released;
    const result = request.kpi === "dfw-rate" ? dfwOf(released.result, threshold) : released.result;
    return { result, hiding: { cells: hidden, scales: hiddenScalesOf(definitionOf(asked.kpi), result, threshold) } };
  }
  throw new BellwetherError("bad-request", "Nothing had been released then of what is asked for.", { field: "asOf", rule: "not-released" });
}

const dfwOf = ({ total, groups, ...result }: KpiResult, threshold: number): KpiResult => ({
  ...result,
  total: dfwInSteps(total, threshold),
  groups: groups.map((group) => dfwInSteps(group, threshold)),
});

/** What of the distribution is told of the same places. */
async function giveMean(source: Source, ask: Ask, asked: KpiRequest, context: KpiContext): Promise<Given> {
  const { result, hiding } = await give(source, ask, { ...asked, kpi: "grade-distribution" }, context);
  return { result: meanOf(result), hiding };
}

/** KPIs that count up to a day: what the count of one Sunday has more than that of the Sunday before are a few. */
const cumulative: ReadonlySet<KpiId> = new Set<KpiId>(["dropout-rate", "course-withdrawal-rate", "engagement-rate"]);

/**
 * What could be subtracted from other questions: places crossed with programs, but for registrations, which hang on programs
 * and on no place, and whose cohorts by course overlap; and what had been counted up to a day.
 */
function isNotReleased({ kpi, program, course, section, groupBy, to }: KpiRequest): boolean {
  if (cumulative.has(kpi) && to !== undefined) return true;
  if (kpi === "dropout-rate") return course !== undefined || section !== undefined;
  return program !== undefined || groupBy?.includes("program") === true;
}

function withoutGroups({ groupBy: _, ...request }: KpiRequest): KpiRequest {
  return request;
}

/** The whole as it was released, and its weeks without numbers. */
function wholeOnly(exact: KpiResult, { result, hiding }: Given): Given {
  const hidden = [...(hiding.cells.has(0) ? [0] : []), ...exact.groups.map((_, index) => index + 1)];
  return { result: { total: result.total, groups: exact.groups }, hiding: { ...hiding, cells: new Set(hidden) } };
}

/**
 * The figure of another term: of whole weeks as far as this one has come, and of what counts up to a day only once both
 * terms are over, for its days could be subtracted from each other.
 */
async function compare(source: Source, ask: Ask, request: KpiRequest, context: KpiContext, reader: KpiReader): Promise<Comparison> {
  if (request.compare === "target") return readTarget(source.read, request, context, reader);
  const beside = besideTerm(request, context);
  if (beside === null) return { label: "", value: null };
  const asked = releasedComparison(request, beside);
  if (asked === null) return { ...beside.named, value: null };
  const other = wholeOf(await give(source, ask, asked, beside.context));
  if (asked.to === undefined || cumulative.has(request.kpi)) return { ...beside.named, value: other };
  const { compare: _, groupBy: __, ...figure } = request;
  const own = wholeOf(await give(source, ask, { ...figure, to: lastSunday(context) }, context));
  // Whole weeks of the one and days of the other would differ by what this week has so far.
  return own === null ? { ...beside.named, value: null } : { ...beside.named, value: other, own };
}

const wholeOf = ({ result, hiding }: Given): number | null => (hiding.cells.has(0) ? null : result.total.value);

function releasedComparison(request: KpiRequest, { asked: { to, ...asked }, other }: Beside): KpiRequest | null {
  if (cumulative.has(request.kpi)) return to === undefined || to >= other.endsOn ? asked : null;
  if (to === undefined) return asked;
  if (spansTerms(request) || asked.from !== undefined) return null;
  const sunday = sundayUpTo(to);
  return sunday < other.startsOn ? null : { ...asked, to: sunday };
}
