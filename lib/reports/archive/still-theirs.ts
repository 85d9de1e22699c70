import type { UserPrincipal } from "@/lib/access/principal";
import { type Scope, scopeSetting } from "@/lib/access/scope";
import { everythingInScope, sectionHeldInScope } from "@/lib/access/scope-sql";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { isBellwetherError } from "@/lib/platform/errors";
import { coversScope } from "@/lib/warehouse/access/covers-scope";
import type { Eyes } from "../ports";

type Reader = Pick<UserPrincipal, "scope" | "studentScope" | "nameScope" | "studentLevel">;
export type SeenReport = { eyes: Eyes; at: Date };

/**
 * Whether a reader still holds the eyes that a report was rendered under, or more (SCOPE-1): its places, its students, their
 * names, and exact figures. What a lecturer or an advisor saw is of the sections that they taught and the students that they
 * advised then: one that was given to somebody else since takes the report from them. Each scope is asked by itself, for who
 * still has the figures of a section need not have its students any more, or their names.
 */
export async function isStillTheirs(database: Database, reader: Reader, { eyes, at }: SeenReport, now: Date): Promise<boolean> {
  if (eyes.studentLevel && !reader.studentLevel) return false;
  for (const kind of ["scope", "studentScope", "nameScope"] as const) {
    if (!(await coversScope(database, reader[kind], eyes[kind]))) return false;
    const reached = await reachedAt(database, eyes[kind], at, now).catch(nullBeforeHistory);
    if (reached === null || !(await holdsAll(database, reader[kind], reached))) return false;
  }
  return true;
}

type Reached = { sections: readonly string[]; advisees: readonly string[] };

/** Where what was then is kept no longer, nobody can say that it is still theirs. */
function nullBeforeHistory(error: unknown): null {
  if (isBellwetherError(error) && error.facts.rule === "before-history") return null;
  throw error;
}

/** What a scope reached then through who taught and who advised. */
async function reachedAt(database: Database, scope: Scope, at: Date, now: Date): Promise<Reached> {
  const setting = scopeSetting(scope);
  if ("everything" in setting || setting.instructors.length + setting.advisors.length === 0) return { sections: [], advisees: [] };
  // Not under the reader's scope: who moved to another advisor since is none of theirs, and is what is looked for.
  return withScopedRead(
    database,
    { kind: "institution" },
    async (read) => {
      const sections = await read.query<{ id: string }>(
        `SELECT DISTINCT s.id FROM warehouse.bridge_section_instructor taught JOIN warehouse.dim_section s USING (section_key)
         WHERE taught.person = ANY($1::uuid[])`,
        [setting.instructors],
      );
      const advisees = await read.query<{ student: string }>(
        `SELECT v.student FROM warehouse.dim_student_version v WHERE v.effective_to = 'infinity' AND v.advisor = ANY($1::uuid[])`,
        [setting.advisors],
      );
      return { sections: sections.rows.map(({ id }) => id), advisees: advisees.rows.map(({ student }) => student) };
    },
    { at, now },
  );
}

/** An advisee is held as one: a student of one's sections is seen in those alone. */
async function holdsAll(database: Database, scope: Scope, { sections, advisees }: Reached): Promise<boolean> {
  if (sections.length + advisees.length === 0) return true;
  return withScopedRead(database, scope, async (read) => {
    const rows = await read.query<{ held: boolean }>(
      `SELECT (SELECT count(*) FROM warehouse.dim_section s WHERE s.id = ANY($1) AND ${sectionHeldInScope("s.section_key")}) = cardinality($1::text[])
         AND (${everythingInScope} OR $2::uuid[] <@ (SELECT warehouse.scope_advisees())) AS held`,
      [[...sections], [...advisees]],
    );
    return rows.rows[0]?.held === true;
  });
}
