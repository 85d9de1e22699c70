import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { instantSql } from "@/lib/platform/instant-sql";
import type { Locale } from "@/lib/platform/locale";
import { personIdSchema, type Vault } from "@/lib/privacy/vault";
import { maskedLabel } from "../masked-label";
import { type AuditFilter, auditFilterSql } from "./audit-filter";
import type { AuditEntryShown, AuditPage } from "./audit-shape";
import { openReason } from "./open-reason";

export const pageSize = 50;
/** As many as a list to choose from can hold. */
const mostChoices = 300;

const rowSchema = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  name: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  subjectName: z.string().nullable(),
  people: z.array(personIdSchema),
  detail: z.record(z.string(), z.unknown()),
});

type Reading = { database: Database; vault: Pick<Vault, "openFor">; timeZone: string; locale: Locale };

/** The name of the user or key that a text such as user:<id> names. */
const nameOf = (text: string) => `(SELECT name FROM app."user" WHERE ${text} = 'user:' || id
  UNION ALL SELECT name FROM app.api_key WHERE ${text} = 'api-key:' || id LIMIT 1)`;

/** Entries that match, the newest first, a page at a time. */
export async function listEntries(reading: Reading, filter: AuditFilter, before: number | null): Promise<AuditPage> {
  const { database, timeZone } = reading;
  const { where, values } = auditFilterSql(filter, timeZone, before);
  const found = await database.owner.query(
    `SELECT p.*, ${nameOf("p.actor")} AS name, ${nameOf("p.subject")} AS "subjectName" FROM (
       SELECT a.id, ${instantSql("a.at")} AS at, a.actor, a.action, a.subject, a.people::text[] AS people, a.detail
       FROM app.audit a WHERE ${where} ORDER BY a.id DESC LIMIT ${pageSize + 1}) p ORDER BY p.id DESC`,
    values,
  );
  const rows = z.array(rowSchema).parse(found.rows);
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    entries: await Promise.all(shown.map((row) => toShown(reading, row))),
    next: rows.length > pageSize && last !== undefined ? Number(last.id) : null,
    choices: await readChoices(database),
  };
}

async function toShown({ vault, locale }: Reading, row: z.infer<typeof rowSchema>): Promise<AuditEntryShown> {
  const { id, people, detail, ...rest } = row;
  const [first] = people;
  const only = people.length === 1 && first !== undefined ? first : null;
  // A reason of a sign-in that was refused is a class of its own.
  const because = row.action.endsWith(".revealed") ? await openReason(vault, only, detail) : null;
  const isSaid = (name: string, value: unknown) =>
    name === "people" ? value === people.length : because !== null && (name === "reason" || name === "note");
  return {
    ...rest,
    entry: Number(id),
    people: people.length,
    person: only === null ? null : { id: only, label: maskedLabel(only, locale) },
    because,
    detail: Object.entries(detail)
      .filter(([name, value]) => !isSaid(name, value))
      .map(([name, value]) => ({ name, value })),
  };
}

/** Each value of an indexed column, found by going from one to the next: however many entries there are. */
const distinct = (column: "actor" | "action") => `WITH RECURSIVE one AS (
    (SELECT ${column} AS value FROM app.audit ORDER BY ${column} LIMIT 1)
    UNION ALL SELECT (SELECT ${column} FROM app.audit WHERE ${column} > one.value ORDER BY ${column} LIMIT 1) FROM one WHERE one.value IS NOT NULL)
  SELECT value FROM one WHERE value IS NOT NULL LIMIT ${mostChoices}`;

async function readChoices(database: Database): Promise<AuditPage["choices"]> {
  const [actors, actions] = await Promise.all([
    database.owner.query<{ actor: string; name: string | null }>(
      `SELECT value AS actor, ${nameOf("value")} AS name FROM (${distinct("actor")}) known ORDER BY name NULLS FIRST, actor`,
    ),
    database.owner.query<{ action: string }>(`SELECT value AS action FROM (${distinct("action")}) known ORDER BY value`),
  ]);
  return { actors: actors.rows, actions: actions.rows.map(({ action }) => action) };
}
