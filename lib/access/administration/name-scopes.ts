import type { Database } from "@/lib/platform/database";
import type { PlainScope } from "../scope";
import { plainScopes, unionOf } from "../scope";
import { withScopedRead } from "../scoped-read";
import { lastDay } from "./last-day";
import type { GrantRow } from "./read-grants";
import type { GrantShown, NamedScope } from "./shapes";

type Member = { id: string; name: string };
/** What units, courses and sections are called, and students for who may see them. */
export type ScopeNames = {
  orgUnits: ReadonlyMap<string, string>;
  courses: ReadonlyMap<string, string>;
  sections: ReadonlyMap<string, string>;
  students: ReadonlyMap<string, string>;
};

/** What the members of these scopes are called; one query, however many. */
export async function readScopeNames(
  database: Database,
  scopes: readonly PlainScope[],
  korean: boolean,
  students: ReadonlyMap<string, string> = new Map(),
): Promise<ScopeNames> {
  const ids = { orgUnits: [] as string[], courses: [] as string[], sections: [] as string[] };
  for (const scope of plainScopes(unionOf(scopes))) {
    if (scope.kind === "org-units") ids.orgUnits.push(...scope.orgUnits);
    if (scope.kind === "courses") ids.courses.push(...scope.courses);
    if (scope.kind === "sections") ids.sections.push(...scope.sections);
  }
  const rows = await withScopedRead(database, { kind: "none" }, (read) =>
    read.query<Member & { kind: "orgUnits" | "courses" | "sections" }>(
      `SELECT 'orgUnits' AS kind, id, ${korean ? "coalesce(name_ko, name, id)" : "coalesce(name, id)"} AS name
       FROM warehouse.dim_org_unit WHERE id = ANY($1::text[])
       UNION ALL SELECT 'courses', id, coalesce(title, id) FROM warehouse.dim_course WHERE id = ANY($2::text[])
       UNION ALL SELECT 'sections', s.id, concat_ws(' · ', s.id, c.title) FROM warehouse.dim_section s LEFT JOIN warehouse.dim_course c USING (course_key)
         WHERE s.id = ANY($3::text[])`,
      [ids.orgUnits, ids.courses, ids.sections],
    ),
  );
  const of = (kind: string) => new Map(rows.rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name]));
  return { orgUnits: of("orgUnits"), courses: of("courses"), sections: of("sections"), students };
}

export function namedScope(scope: PlainScope, names: ScopeNames): NamedScope {
  const members = (ids: readonly string[], called: ReadonlyMap<string, string>) => ids.map((id) => ({ id, name: called.get(id) ?? id }));
  switch (scope.kind) {
    case "none":
    case "institution":
      return { kind: scope.kind };
    case "org-units":
      return { kind: scope.kind, members: members(scope.orgUnits, names.orgUnits) };
    case "courses":
      return { kind: scope.kind, members: members(scope.courses, names.courses) };
    case "sections":
      return { kind: scope.kind, members: members(scope.sections, names.sections) };
    case "instructor":
    case "advisor":
      return { kind: scope.kind };
    case "students":
      return { kind: scope.kind, students: scope.students.map((student) => ({ student, called: names.students.get(student) ?? null })) };
  }
}

/** A grant as a screen shows it. */
export function shownGrant({ role, scope, endsAt, ...grant }: GrantRow, names: ScopeNames, timeZone: string): GrantShown {
  const { id, name, nameKo } = role;
  const until = endsAt === null ? null : lastDay(new Date(endsAt), timeZone);
  return { ...grant, role: { id, name, nameKo }, scope: namedScope(scope, names), endsAt, until };
}
