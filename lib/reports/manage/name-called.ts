import type { PoolClient } from "pg";
import { z } from "zod";
import { type PlaceOfScope, placesOf } from "@/lib/access/place-scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { nameScopePlaces } from "@/lib/warehouse/queries/name-scope-places";
import type { ScheduleRow } from "./schedule-row";
import type { Called } from "./schedule-shapes";

type Names = { content: ScheduleRow["content"]; recipients: ScheduleRow["recipients"] };
const rowsSchema = z.object({
  users: z.array(z.object({ id: z.string(), name: z.string() })),
  roles: z.array(z.object({ id: z.string(), name: z.string(), nameKo: z.string().nullable() })),
});

/** What is named by several schedules is called so, in the reader's language; the catalogue's names are nobody's secret. */
export async function nameCalled(database: Database, named: readonly Names[], korean: boolean): Promise<(one: Names) => Called> {
  const { users, roles } = await usersAndRoles(database.owner, named);
  const places = await withScopedRead(database, { kind: "none" }, (read) => nameScopePlaces(read, named.flatMap(placesNamedBy), korean));
  return (one) => {
    const wanted = new Set(placesNamedBy(one).map(({ kind, id }) => `${kind}/${id}`));
    const [userIds, roleIds] = [idsOf([one], "user"), idsOf([one], "role")];
    return {
      users: users.filter(({ id }) => userIds.includes(id)),
      roles: roles.filter(({ id }) => roleIds.includes(id)),
      places: places.filter(({ kind, id }) => wanted.has(`${kind}/${id}`)),
    };
  };
}

async function usersAndRoles(client: Pick<PoolClient, "query">, named: readonly Names[]): Promise<z.infer<typeof rowsSchema>> {
  const found = await client.query(
    `SELECT
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) ORDER BY name), '[]') FROM app."user" WHERE id = ANY($1::uuid[])) AS users,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'nameKo', name_ko) ORDER BY name), '[]')
        FROM app.role WHERE id = ANY($2::text[]) AND removed_at IS NULL) AS roles`,
    [idsOf(named, "user"), idsOf(named, "role")],
  );
  return rowsSchema.parse(found.rows[0]);
}

const idsOf = (named: readonly Names[], kind: "user" | "role"): string[] =>
  named.flatMap(({ recipients }) =>
    recipients.flatMap((one) =>
      one.to === "user" && kind === "user" ? [one.user] : one.to === "role" && kind === "role" ? [one.role] : [],
    ),
  );

/** The subject, units that roles are narrowed to, and what addresses outside are given. */
function placesNamedBy({ content: { subject }, recipients }: Names): PlaceOfScope[] {
  const about: PlaceOfScope[] =
    subject.of === "org-unit"
      ? [{ kind: "departments", id: subject.orgUnit }]
      : subject.of === "course"
        ? [{ kind: "courses", id: subject.course }]
        : subject.of === "section"
          ? [{ kind: "sections", id: subject.section }]
          : [];
  const given = recipients.flatMap((one): PlaceOfScope[] => {
    if (one.to === "address") return placesOf(one.scope);
    return one.to === "role" && one.within !== null ? [{ kind: "departments", id: one.within }] : [];
  });
  return [...about, ...given];
}
