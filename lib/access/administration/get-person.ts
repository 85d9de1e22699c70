import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { instantSql } from "@/lib/platform/instant-sql";
import { personIdSchema } from "@/lib/privacy/vault";
import type { AccessServices } from "../access-services";
import type { UserPrincipal } from "../principal";
import { revealPeople } from "../reveal";
import { boundId } from "./bound-person";
import { readScopeNames, shownGrant } from "./name-scopes";
import { type GrantRow, grantRowSchema, grantsSql, stateSql } from "./read-grants";
import { personStates, type ShownPerson } from "./shapes";

const rowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  demo: z.boolean(),
  state: z.enum(personStates),
  person: personIdSchema.nullable(),
  createdAt: z.string(),
  lastSignInAt: z.string().nullable(),
  grants: z.array(grantRowSchema),
});

type Asked = { now: Date; timeZone: string; korean: boolean };

/** A user with all grants, those of the past too. Throws not-found. */
export async function getPerson(services: AccessServices, reader: UserPrincipal, id: string, asked: Asked): Promise<ShownPerson> {
  const { database, vault } = services;
  const row = await readPerson(services, id, asked.now);
  const students = await studentsOf(services, reader, row.grants);
  const scopes = row.grants.map(({ scope }) => scope);
  const names = await readScopeNames(database, scopes, asked.korean, students);
  const { person, grants, ...rest } = row;
  return {
    ...rest,
    boundTo: await boundId(vault, person),
    own: id === reader.userId,
    grants: grants.map((grant) => shownGrant(grant, names, asked.timeZone)),
  };
}

export async function readPerson(
  { database }: Pick<AccessServices, "database">,
  id: string,
  now: Date,
): Promise<z.infer<typeof rowSchema>> {
  const found = z.uuid().safeParse(id).success
    ? await database.owner.query(
        `SELECT u.id, u.name, u.email, u.demo, ${stateSql("u", "$2")} AS state, u.person, ${instantSql("u.created_at")} AS "createdAt",
           (SELECT ${instantSql("max(s.created_at)")} FROM app.session s WHERE s.user_id = u.id) AS "lastSignInAt",
           ${grantsSql("u.id", "$2", { past: true })} AS grants
         FROM app."user" u WHERE u.id = $1`,
        [id, now],
      )
    : null;
  const row = found?.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "person" });
  return rowSchema.parse(row);
}

/** Single students of grants, as far as the reader may call them by name; the look-up is recorded. */
async function studentsOf(services: AccessServices, reader: UserPrincipal, grants: readonly GrantRow[]): Promise<Map<string, string>> {
  const students = grants.flatMap(({ scope }) => (scope.kind === "students" ? scope.students : []));
  const people = await revealPeople(services, reader, [...new Set(students)], { at: { screen: "access" }, locale: "en" });
  return new Map([...people].map(([student, { label, name, id }]) => [student, name === null || id === null ? label : `${name} (${id})`]));
}
