import { randomUUID } from "node:crypto";
import type { PlainScope } from "@/lib/access/scope";
import { createUser } from "@/lib/access/users";
import type { Database } from "@/lib/platform/database";

/**
 * A university of two faculties, one with two departments, and of two terms: `t-then` is over on `today`, `t-now` is under
 * way. Kim teaches two sections of two courses now; Lee one, and had another then; Park none.
 */
export const today = "2026-10-14";
export const now = new Date(`${today}T03:00:00Z`);
export const zone = "Asia/Seoul";
export const persons = {
  kim: "00000000-0000-4000-8000-00000000000a",
  lee: "00000000-0000-4000-8000-00000000000b",
  park: "00000000-0000-4000-8000-00000000000c",
} as const;

export async function makeCampus({ owner }: Database): Promise<void> {
  await owner.query(
    `INSERT INTO warehouse.dim_term (id, starts_on, ends_on, census_on) VALUES ('t-then', '2026-03-02', '2026-06-20', '2026-03-16'),
       ('t-now', '2026-09-01', '2026-12-18', '2026-09-15')`,
  );
  const units = [
    ["u-all", null],
    ["u-eng", "u-all"],
    ["u-cs", "u-eng"],
    ["u-ee", "u-eng"],
    ["u-arts", "u-all"],
  ];
  for (const [id, above] of units) {
    await owner.query(
      `INSERT INTO warehouse.dim_org_unit (id, name, kind, parent_key)
       VALUES ($1::text, $1, 'department', coalesce((SELECT org_unit_key FROM warehouse.dim_org_unit WHERE id = $2), 0))`,
      [id, above],
    );
  }
  await owner.query(
    `INSERT INTO warehouse.dim_course (id, org_unit_key) SELECT id, org_unit_key
     FROM (VALUES ('c-net', 'u-cs'), ('c-os', 'u-cs'), ('c-art', 'u-arts')) AS course(id, unit) JOIN
       (SELECT id AS unit, org_unit_key FROM warehouse.dim_org_unit) unit USING (unit)`,
  );
  await owner.query(
    `INSERT INTO warehouse.dim_section (id, course_key, org_unit_key, term_key)
     SELECT s.id, c.course_key, c.org_unit_key, t.term_key
     FROM (VALUES ('s-net-1', 'c-net', 't-now'), ('s-os-1', 'c-os', 't-now'), ('s-art-1', 'c-art', 't-now'), ('s-art-0', 'c-art', 't-then'))
       AS s(id, course, term)
     JOIN warehouse.dim_course c ON c.id = s.course JOIN warehouse.dim_term t ON t.id = s.term`,
  );
  await owner.query(
    `INSERT INTO warehouse.bridge_section_instructor (section_key, person) SELECT section_key, person::uuid
     FROM (VALUES ('s-net-1', '${persons.kim}'), ('s-os-1', '${persons.kim}'), ('s-art-1', '${persons.lee}'), ('s-art-0', '${persons.lee}'))
       AS taught(section, person) JOIN warehouse.dim_section s ON s.id = taught.section`,
  );
}

/** A user of a built-in role; what they are called is their address too. */
export const makeUser = (database: Database, role: string, scope: PlainScope, name: string = `${role}-${randomUUID()}`): Promise<string> =>
  createUser(database, { email: `${name}@example.edu`, name, role, scope });

export const whole: PlainScope = { kind: "institution" };
export const units = (...orgUnits: string[]): PlainScope => ({ kind: "org-units", orgUnits });
export const teaching = (person: keyof typeof persons): PlainScope => ({ kind: "instructor", person: persons[person] });

export async function endGrants({ owner }: Database, userId: string, at: Date = now): Promise<void> {
  await owner.query("UPDATE app.role_grant SET revoked_at = $2 WHERE user_id = $1", [userId, at]);
}
