import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { type Scope, scopeSetting } from "./scope";

/**
 * What scopes reach today through who teaches and who advises, without saying what: a section or a student that is given to
 * somebody else leaves the scope's spelling as it is, and makes this another one. Empty where nothing hangs on a person.
 */
export async function reachedBy(client: Pick<PoolClient, "query">, scopes: readonly Scope[]): Promise<string> {
  const named = scopes.map(scopeSetting).flatMap((setting) => ("everything" in setting ? [] : [setting]));
  const [instructors, advisors] = [named.flatMap((one) => one.instructors), named.flatMap((one) => one.advisors)];
  if (instructors.length + advisors.length === 0) return "";
  const found = await client.query<{ reached: string }>(
    `SELECT coalesce(string_agg(one, E'\\n' ORDER BY one), '') AS reached FROM (
       SELECT 'section ' || person || ' ' || section_key AS one FROM warehouse.bridge_section_instructor WHERE person = ANY($1::uuid[])
       UNION SELECT 'advisee ' || advisor || ' ' || student FROM warehouse.dim_student_version
         WHERE effective_to = 'infinity' AND advisor = ANY($2::uuid[])) reached`,
    [instructors, advisors],
  );
  return createHash("sha256")
    .update(found.rows[0]?.reached ?? "")
    .digest("base64url");
}
