import { type Scope, scopeSetting } from "@/lib/access/scope";
import { orgUnitInScope, sectionHeldInScope } from "@/lib/access/scope-sql";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { effectiveAccess } from "./effective-access";
import type { Sight } from "./explain-shape";

type Some = Sight["units"];

/** So many of each kind are named. */
const mostNamed = 6;

/** What somebody sees now: places that their scope holds, and whom. Throws not-found. */
export async function whatTheySee(database: Database, userId: string, { now, korean }: { now: Date; korean: boolean }): Promise<Sight> {
  const { disabled, access } = await effectiveAccess(database, userId, now);
  const places = await withScopedRead(database, access.scope, async (read) => ({
    units: await some(read, unitsSql(korean)),
    courses: await some(read, coursesSql),
    sections: await some(read, sectionsSql),
  }));
  const { studentScope, nameScope, recordScope } = access;
  return {
    everything: "everything" in scopeSetting(access.scope),
    disabled,
    figures: access.roles.length === 0 ? null : access.studentLevel ? "exact" : "suppressed",
    ...places,
    students: await count(database, studentScope, "SELECT count(*)::int AS count FROM warehouse.dim_student"),
    named: await count(database, nameScope, "SELECT count(*)::int AS count FROM warehouse.dim_student"),
    recordable: await count(
      database,
      recordScope,
      `SELECT count(*)::int AS count FROM warehouse.dim_section s WHERE ${sectionHeldInScope("s.section_key")}`,
    ),
    may: [...access.may],
  };
}

const firstOf = (from: string) => `SELECT (SELECT count(*)::int FROM seen) AS count,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY place), '[]')
   FROM (SELECT id, name, row_number() OVER (ORDER BY ${from}) AS place FROM seen) listed WHERE place <= ${mostNamed}) AS first`;

const unitsSql = (korean: boolean) => `WITH seen AS (
  SELECT u.id, ${korean ? "coalesce(u.name_ko, u.name, u.id)" : "coalesce(u.name, u.id)"} AS name,
    -- What hangs on nothing that is seen comes first: it stands for all below.
    NOT coalesce(${orgUnitInScope("u.parent_key")}, false) AS top
  FROM warehouse.dim_org_unit u WHERE ${orgUnitInScope("u.org_unit_key")}) ${firstOf("top DESC, name, id")}`;

const coursesSql = `WITH seen AS (
  SELECT c.id, concat_ws(' ', c.id, c.title) AS name FROM warehouse.dim_course c
  WHERE EXISTS (SELECT FROM warehouse.dim_section s WHERE s.course_key = c.course_key AND ${sectionHeldInScope("s.section_key")})) ${firstOf("id")}`;

const sectionsSql = `WITH seen AS (
  SELECT s.id, s.id AS name, t.starts_on FROM warehouse.dim_section s LEFT JOIN warehouse.dim_term t USING (term_key)
  WHERE ${sectionHeldInScope("s.section_key")}) ${firstOf("starts_on DESC NULLS LAST, id")}`;

async function some(read: ScopedRead, sql: string): Promise<Some> {
  const rows = await read.query<Some>(sql);
  return rows.rows[0] ?? { count: 0, first: [] };
}

async function count(database: Database, scope: Scope, sql: string): Promise<number> {
  const rows = await withScopedRead(database, scope, (read) => read.query<{ count: number }>(sql));
  return rows.rows[0]?.count ?? 0;
}
