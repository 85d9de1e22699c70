import type { UserPrincipal } from "@/lib/access/principal";
import { plainScopes, type Scope } from "@/lib/access/scope";
import { sectionHeldInScope } from "@/lib/access/scope-sql";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { coversScope } from "@/lib/warehouse/access/covers-scope";
import type { Eyes } from "../ports";

type Reader = Pick<UserPrincipal, "scope" | "studentScope" | "nameScope" | "studentLevel">;
export type SeenReport = { eyes: Eyes; at: Date };

/**
 * Whether a reader still holds the eyes that a report was rendered under, or more (SCOPE-1): its places, its students, their
 * names, and exact figures. A lecturer's report is of the sections that they taught then, so that one which was given to
 * somebody else since takes it from them.
 */
export async function isStillTheirs(database: Database, reader: Reader, { eyes, at }: SeenReport, now: Date): Promise<boolean> {
  if (eyes.studentLevel && !reader.studentLevel) return false;
  for (const kind of ["scope", "studentScope", "nameScope"] as const)
    if (!(await coversScope(database, reader[kind], eyes[kind]))) return false;
  return holdsSections(database, reader.scope, await sectionsTaughtAt(database, eyes.scope, at, now));
}

async function sectionsTaughtAt(database: Database, scope: Scope, at: Date, now: Date): Promise<string[]> {
  const lecturers = plainScopes(scope).flatMap((one) => (one.kind === "instructor" ? [one.person] : []));
  if (lecturers.length === 0) return [];
  return withScopedRead(
    database,
    { kind: "none" },
    async (read) => {
      const rows = await read.query<{ id: string }>(
        `SELECT DISTINCT s.id FROM warehouse.bridge_section_instructor taught JOIN warehouse.dim_section s USING (section_key)
         WHERE taught.person = ANY($1::uuid[])`,
        [lecturers],
      );
      return rows.rows.map(({ id }) => id);
    },
    { at, now },
  );
}

async function holdsSections(database: Database, scope: Scope, sections: readonly string[]): Promise<boolean> {
  if (sections.length === 0) return true;
  return withScopedRead(database, scope, async (read) => {
    const rows = await read.query<{ held: boolean }>(
      `SELECT ${sectionHeldInScope("s.section_key")} AS held FROM warehouse.dim_section s WHERE s.id = ANY($1)`,
      [[...sections]],
    );
    return rows.rows.length === sections.length && rows.rows.every(({ held }) => held);
  });
}
