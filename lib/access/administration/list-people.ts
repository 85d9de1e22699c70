import { z } from "zod";
import { idSchema, textSchema } from "@/lib/contracts/values";
import type { Database } from "@/lib/platform/database";
import { activeGrant } from "./active-grant";
import { readScopeNames, shownGrant } from "./name-scopes";
import { grantRowSchema, grantsSql, stateSql } from "./read-grants";
import { type ListedPerson, type PeoplePage, personStates } from "./shapes";

export const pageSize = 50;

export const peopleFilterSchema = z.strictObject({
  /** Part of a name or e-mail address. */
  text: textSchema.pipe(z.string().trim().max(200)).optional(),
  role: idSchema.optional(),
  state: z.enum(personStates).optional(),
  /** The last of the page before. */
  after: z.uuid().optional(),
});
export type PeopleFilter = z.infer<typeof peopleFilterSchema>;

const rowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  demo: z.boolean(),
  state: z.enum(personStates),
  grants: z.array(grantRowSchema),
  total: z.number(),
});

type Asked = { now: Date; timeZone: string; korean: boolean };

/** Users by name, a page at a time, with the grants that hold now. */
export async function listPeople(database: Database, filter: PeopleFilter, { now, timeZone, korean }: Asked): Promise<PeoplePage> {
  const pattern = `%${(filter.text ?? "").normalize("NFC").replaceAll(/[\\%_]/g, "\\$&")}%`;
  const found = await database.owner.query(
    `WITH matching AS (
       SELECT u.id, u.name, u.email, u.demo, ${stateSql("u", "$1")} AS state FROM app."user" u
       WHERE (u.name ILIKE $2 OR u.email ILIKE $2)
         AND ($3::text IS NULL OR EXISTS (SELECT FROM app.role_grant g WHERE g.user_id = u.id AND g.role = $3 AND ${activeGrant("g", "$1")})))
     SELECT m.*, ${grantsSql("m.id", "$1", { past: false })} AS grants,
       (SELECT count(*)::int FROM matching WHERE $4::text IS NULL OR state = $4) AS total
     FROM matching m
     WHERE ($4::text IS NULL OR m.state = $4)
       AND ($5::uuid IS NULL OR (lower(m.name), m.id) > (SELECT lower(last.name), last.id FROM app."user" last WHERE last.id = $5))
     ORDER BY lower(m.name), m.id LIMIT ${pageSize + 1}`,
    [now, pattern, filter.role ?? null, filter.state ?? null, filter.after ?? null],
  );
  const rows = z.array(rowSchema).parse(found.rows);
  const shown = rows.slice(0, pageSize);
  const scopes = shown.flatMap(({ grants }) => grants.map(({ scope }) => scope));
  const names = await readScopeNames(database, scopes, korean);
  return {
    people: shown.map(({ total: _total, grants, ...person }) => ({
      ...person,
      grants: grants.map((grant) => shownGrant(grant, names, timeZone)),
    })),
    total: rows[0]?.total ?? 0,
    next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** All users by name, each page as it is read. */
export async function* listAllPeople(database: Database, asked: Asked): AsyncGenerator<ListedPerson> {
  let after: string | null = null;
  do {
    const page: PeoplePage = await listPeople(database, after === null ? {} : { after }, asked);
    yield* page.people;
    after = page.next;
  } while (after !== null);
}
