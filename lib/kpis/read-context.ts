import { z } from "zod";
import { courseInScope, orgUnitInScope, programInScope, sectionInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import type { KpiAnswer } from "./answer";
import type { Policy } from "./policy";
import { type PolicyVersion, policyOn, policyVersionSchema, policyVersionsSql } from "./policy-versions";
import { type KpiRequest, spansTerms } from "./request";

/** A term. Its days are null while it is known only from what hangs on it. */
const termSchema = z.object({
  termKey: z.number().int(),
  id: z.string(),
  name: z.string().nullable(),
  startsOn: z.iso.date().nullable(),
  endsOn: z.iso.date().nullable(),
  censusOn: z.iso.date().nullable(),
});
export type Term = z.infer<typeof termSchema>;
export type DatedTerm = Term & { startsOn: string; endsOn: string; censusOn: string };

export function datedTerm(term: Term | null): DatedTerm | null {
  if (term === null) return null;
  const { startsOn, endsOn, censusOn } = term;
  return startsOn === null || endsOn === null || censusOn === null ? null : { ...term, startsOn, endsOn, censusOn };
}

const contextSchema = z.object({
  term: termSchema.nullable(),
  previousTerm: termSchema.nullable(),
  previousYear: termSchema.nullable(),
  termKnown: z.boolean(),
  orgUnits: z.array(z.number().int()).nullable(),
  course: z.number().int().nullable(),
  section: z.number().int().nullable(),
  program: z.number().int().nullable(),
  /** First days of all terms: they tell which terms a window takes in. */
  termStarts: z.array(z.iso.date()),
  policies: z.array(policyVersionSchema),
  position: z.string(),
  processedThrough: z.string().nullable(),
  sources: z.array(z.object({ source: z.string(), eventTime: z.string(), lagSeconds: z.number() })),
  settled: z.boolean(),
});

type Watermark = KpiAnswer["watermark"];

/** What a request's ids stand for, the policy and the watermark: one round trip, in the read's own snapshot. */
export type KpiContext = Omit<z.infer<typeof contextSchema>, "termKnown"> & FigurePolicy & { today: string };

/** The policy that a figure stands under, and its version. */
export type FigurePolicy = { policy: Policy; policyVersion: number };

const termJson = (alias: string) => `jsonb_build_object('termKey', ${alias}.term_key, 'id', ${alias}.id, 'name', ${alias}.name,
  'startsOn', ${alias}.starts_on, 'endsOn', ${alias}.ends_on, 'censusOn', coalesce(${alias}.census_on, ${alias}.starts_on))`;

/** As answers carry it. */
export const watermarkOf = ({ position, processedThrough, sources, settled }: Watermark & { settled: boolean }): Watermark => ({
  position,
  processedThrough,
  sources,
  ...(settled ? {} : { settling: true }),
});

/** Members of a JSON object: the feed's position, how far each source has been processed, and whether cells hold all of it, of this snapshot. */
export const watermarkSql = `
    'position', (SELECT position::text FROM warehouse.feed_head),
    'processedThrough', (SELECT to_char(warehouse.processed_through() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
    'sources', (SELECT coalesce(jsonb_agg(jsonb_build_object('source', source,
        'eventTime', to_char(event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'lagSeconds', greatest(0, round(extract(epoch FROM warehouse.moment() - arrived_at))::int)) ORDER BY source), '[]')
      FROM (SELECT source, max(event_time) AS event_time, max(arrived_at) AS arrived_at FROM warehouse.watermark GROUP BY source) w),
    'settled', (SELECT warehouse.cells_follow())`;

/** A place is looked for only where one is asked for: what it takes to find one in scope is made ready with each query else. */
function contextSql(request: KpiRequest, today: string): { text: string; values: unknown[] } {
  const values: unknown[] = [request.term ?? null, spansTerms(request) ? (request.from ?? request.to ?? today) : today];
  const found = (id: string | undefined, sql: (id: string) => string) => (id === undefined ? "NULL" : `(${sql(`$${values.push(id)}`)})`);
  const orgUnits = found(
    request.orgUnit,
    (id) => `SELECT to_jsonb(warehouse.org_unit_subtree(ARRAY[u.org_unit_key])) FROM warehouse.dim_org_unit u
      WHERE u.id = ${id} AND ${orgUnitInScope("u.org_unit_key")}`,
  );
  const course = found(
    request.course,
    (id) => `SELECT c.course_key FROM warehouse.dim_course c WHERE c.id = ${id} AND ${courseInScope("c.course_key")}`,
  );
  const section = found(
    request.section,
    (id) => `SELECT s.section_key FROM warehouse.dim_section s WHERE s.id = ${id} AND ${sectionInScope("s.section_key")}`,
  );
  const program = found(
    request.program,
    (id) => `SELECT p.program_key FROM warehouse.dim_program p WHERE p.id = ${id} AND ${programInScope("p.program_key")}`,
  );
  const text = `
  WITH current_term AS (
    SELECT * FROM warehouse.dim_term WHERE $1::text IS NULL OR id = $1
    ORDER BY coalesce($2::date BETWEEN starts_on AND ends_on, false) DESC, starts_on DESC NULLS LAST, id DESC LIMIT 1)
  SELECT jsonb_build_object(
    'term', (SELECT ${termJson("t")} FROM current_term t),
    'termKnown', $1::text IS NULL OR EXISTS (SELECT FROM current_term),
    -- A term that ends later runs beside this one and is not before it.
    'previousTerm', (SELECT ${termJson("p")} FROM (
      SELECT p.* FROM warehouse.dim_term p, current_term c
      WHERE p.starts_on < c.starts_on AND p.ends_on < c.ends_on
      ORDER BY p.starts_on DESC, p.id DESC LIMIT 1) p),
    'previousYear', (SELECT ${termJson("p")} FROM (
      SELECT p.* FROM warehouse.dim_term p, current_term c
      WHERE p.starts_on BETWEEN (c.starts_on - interval '1 year 45 days')::date AND (c.starts_on - interval '1 year' + interval '45 days')::date
      ORDER BY abs(p.starts_on - (c.starts_on - interval '1 year')::date), p.id DESC LIMIT 1) p),
    'orgUnits', ${orgUnits}, 'course', ${course}, 'section', ${section}, 'program', ${program},
    'termStarts', (SELECT coalesce(jsonb_agg(starts_on), '[]') FROM warehouse.dim_term WHERE starts_on IS NOT NULL),
    'policies', ${policyVersionsSql},
    ${watermarkSql}
  ) AS context`;
  return { text, values };
}

/**
 * Resolves a request. Unknown ids and ids out of scope are alike: not-found. Without a term it is the one
 * under way today, or at the beginning of a range that may span terms.
 */
export async function readContext(
  read: ScopedRead,
  request: KpiRequest,
  today: string,
  /** Others than those stored: of a draft. */
  drafted?: readonly PolicyVersion[],
): Promise<KpiContext> {
  const { term, orgUnit, course, section, program } = request;
  const { text, values } = contextSql(request, today);
  const found = await read.query<{ context: unknown }>(text, values);
  const { termKnown, ...context } = contextSchema.parse(found.rows[0]?.context);
  refuseUnknown("term", term, termKnown ? 1 : null);
  refuseUnknown("orgUnit", orgUnit, context.orgUnits);
  refuseUnknown("course", course, context.course);
  refuseUnknown("section", section, context.section);
  refuseUnknown("program", program, context.program);
  const policies = drafted === undefined ? context.policies : [...drafted];
  return { ...context, policies, ...policyOfFigure(policies, request, context.term, today), today };
}

/**
 * The policy of the last day that a figure takes in, so that what is over keeps the one of then (ADR 25). What may be
 * shown is decided when it is shown: the threshold is that of today.
 */
export function policyOfFigure(policies: readonly PolicyVersion[], request: KpiRequest, term: Term | null, today: string): FigurePolicy {
  const ends = spansTerms(request) ? null : (term?.endsOn ?? null);
  const last = [today, request.to ?? null, ends].filter((day) => day !== null).sort()[0] ?? today;
  const { version, policy } = policyOn(policies, last);
  return { policyVersion: version, policy: { ...policy, suppression: policyOn(policies, today).policy.suppression } };
}

function refuseUnknown(field: string, asked: string | undefined, key: unknown): void {
  if (asked === undefined || key !== null) return;
  throw new BellwetherError("not-found", "There is nothing here by this id.", { field });
}
