import type { PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";
import type { PersonId } from "@/lib/privacy/vault";
import type { PlainScope } from "../scope";
import type { AskedScope } from "./asked-shapes";

type Client = Pick<PoolClient, "query">;

/**
 * The scope that a grant is given, held to what there is. Throws bad-request with the member that does not exist, and
 * where a scope is to follow a person and the user is bound to nobody.
 */
export async function resolveScope(client: Client, asked: AskedScope, person: PersonId | null): Promise<PlainScope> {
  switch (asked.kind) {
    case "institution":
      return asked;
    case "org-units":
      return { kind: asked.kind, orgUnits: await existing(client, "dim_org_unit", "id", "orgUnits", asked.orgUnits) };
    case "courses":
      return { kind: asked.kind, courses: await existing(client, "dim_course", "id", "courses", asked.courses) };
    case "sections":
      return { kind: asked.kind, sections: await existing(client, "dim_section", "id", "sections", asked.sections) };
    case "students":
      return { kind: asked.kind, students: await existing(client, "dim_student", "student", "students", asked.students) };
    case "instructor":
    case "advisor":
      if (person !== null) return { kind: asked.kind, person };
      throw new BellwetherError("bad-request", "The scope follows a person of the records, and this user is bound to none.", {
        field: "scope.kind",
        rule: "bound",
        found: asked.kind,
      });
  }
}

type Table = "dim_org_unit" | "dim_course" | "dim_section" | "dim_student";

/** The ids, each once and in one order, so that equal scopes are spelled alike; `later` are those that are known only later. */
export async function existing(
  client: Client,
  table: Table,
  column: "id" | "student",
  name: string,
  ids: readonly string[],
  later: (id: string) => boolean = () => false,
): Promise<string[]> {
  const found = await client.query<{ id: string }>(
    `SELECT ${column}::text AS id FROM warehouse.${table} WHERE ${column} = ANY($1::${column === "id" ? "text" : "uuid"}[])`,
    [ids],
  );
  const known = new Set(found.rows.map(({ id }) => id));
  const at = ids.findIndex((id) => !known.has(id) && !later(id));
  if (at < 0) return [...new Set(ids)].sort();
  throw new BellwetherError("bad-request", "The scope names something that does not exist.", {
    field: `scope.${name}.${at}`,
    rule: "exists",
    found: ids[at],
  });
}
