import { type Scope, type ScopeSetting, scopeSetting } from "@/lib/access/scope";
import { orgUnitInScope, programInScope, sectionHeldInScope } from "@/lib/access/scope-sql";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";

type Named = Exclude<ScopeSetting, { everything: true }>;

/**
 * Whether a scope shows, today, all that another one shows. Where one does not hold the other's names, what both reach is
 * asked of the database, as every read asks it (SCOPE-2). What reaches nothing any more is covered by
 * nothing: what it once showed cannot be told.
 */
export async function coversScope(database: Database, held: Scope, asked: Scope): Promise<boolean> {
  const [own, wanted] = [scopeSetting(held), scopeSetting(asked)];
  if ("everything" in own) return true;
  if ("everything" in wanted) return false;
  if (holdsNames(own, wanted)) return true;
  const [shown, needed] = [await reachOf(database, held), await reachOf(database, asked)];
  return needed.size > 0 && [...needed].every((one) => shown.has(one));
}

const holdsNames = (own: Named, wanted: Named): boolean =>
  (["orgUnits", "courses", "sections", "instructors", "advisors", "students"] as const).every((kind) =>
    wanted[kind].every((id) => own[kind].includes(id)),
  );

const reachOf = (database: Database, scope: Scope): Promise<ReadonlySet<string>> =>
  withScopedRead(database, scope, async (read) => {
    const rows = await read.query<{ one: string }>(
      `SELECT 'unit ' || org_unit_key AS one FROM warehouse.dim_org_unit u WHERE ${orgUnitInScope("u.org_unit_key")}
       UNION ALL SELECT 'section ' || section_key FROM warehouse.dim_section s WHERE ${sectionHeldInScope("s.section_key")}
       UNION ALL SELECT 'program ' || program_key FROM warehouse.dim_program p WHERE ${programInScope("p.program_key")}
       UNION ALL SELECT 'student ' || student FROM warehouse.dim_student`,
    );
    return new Set(rows.rows.map(({ one }) => one));
  });
