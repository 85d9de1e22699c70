import type { Contribution } from "../contribution";
import { withDelta } from "../delta";
import { postgres } from "../dialect";
import { type FactDefinition, type Fields, type FieldType, keyColumns, keyOf } from "../facts";
import { beatsFact, latest, markList, markOf, takeEvent, text, thisBatch } from "./latest";

/** The statements of a batch, compiled from the definition of a fact. */

const casts: Record<FieldType, string> = { text: "", uuid: "::uuid", date: "::date", numeric: "::numeric", sealed: "" };
const read = (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, { field, type }]) => [name, `${text(field)}${casts[type]}`]));

/** The batch's events that hold, with what they say, as `e`: what is looked up is looked up once, before anything is joined. */
function eventsOf({ event, key, taken, lookUps = {} }: FactDefinition): string {
  const found = Object.entries(lookUps);
  const named = found.map(([name, at]) => `coalesce(${at.dimension}.${keyOf(at)}, 0) AS ${name}`);
  const ids = Object.fromEntries(found.map(([name, at]) => [`${name}_id`, text(at.field)]));
  const events = latest(event, read(key), { ...read(taken), ...ids });
  if (found.length === 0) return `${events} e`;
  const joins = found.map(
    ([name, at]) => `LEFT JOIN ${postgres.table(`dim_${at.dimension}`)} ${at.dimension} ON ${at.dimension}.id = event.${name}_id`,
  );
  return `(SELECT event.*, ${named.join(", ")} FROM ${events} event ${joins.join(" ")}) e`;
}

/** Facts from events: the latest wins, and each row is resolved to the keys that its cells hang on. `also` may read `changed`. */
export function applyFacts(fact: FactDefinition, contribution: Contribution, also?: string): string {
  const { name, key, taken, lookUps = {}, anchor, beside, weighed = [] } = fact;
  const ofEvent = [...Object.keys(taken), ...Object.keys(lookUps)];
  const columns: Record<string, string> = {
    ...Object.fromEntries(
      Object.entries(key).map(([column, { field }]) =>
        field === anchor.field ? [keyOf(anchor), `${anchor.dimension}.${keyOf(anchor)}`] : [column, `e.${column}`],
      ),
    ),
    ...Object.fromEntries(ofEvent.map((column) => [column, `e.${column}`])),
    ...fact.columns("e", postgres),
    ...beside?.columns,
  };
  return withDelta(
    contribution,
    `INSERT INTO ${postgres.table(name)} AS fact (${Object.keys(columns).join(", ")}, ${markList})
    SELECT ${Object.values(columns).join(", ")}, ${markOf("e")}
    FROM ${eventsOf(fact)}
    JOIN ${postgres.table(`dim_${anchor.dimension}`)} ${anchor.dimension} ON ${anchor.dimension}.id = e.${anchor.field}
    ${fact.joins("e", postgres)} ${beside?.joins("e", postgres) ?? ""}
    ON CONFLICT (${keyColumns(fact).join(", ")}) DO UPDATE SET ${takeEvent("fact", [...ofEvent, ...weighed])}
    WHERE ${beatsFact("excluded", "fact")}`,
    also,
  );
}

/**
 * Resolves facts again whose dimension members moved: the same expressions as at their arrival, over
 * just those facts (`which`, of the alias `same`), and only where something differs.
 */
export function resolveFacts(fact: FactDefinition, contribution: Contribution, which: string, also?: string): string {
  const { name, anchor } = fact;
  const keys = keyColumns(fact);
  const columns = fact.columns("same", postgres);
  const names = Object.keys(columns);
  const list = (alias: string) => names.map((column) => `${alias}.${column}`).join(", ");
  return withDelta(
    contribution,
    `UPDATE ${postgres.table(name)} fact SET ${names.map((column) => `${column} = now.${column}`).join(", ")}, changed_in = ${thisBatch}
    FROM (
      SELECT ${keys.map((column) => `same.${column}`).join(", ")}, ${names.map((column) => `${columns[column]} AS ${column}`).join(", ")}
      FROM ${postgres.table(name)} same
      JOIN ${postgres.table(`dim_${anchor.dimension}`)} ${anchor.dimension} ON ${anchor.dimension}.${keyOf(anchor)} = same.${keyOf(anchor)}
      ${fact.joins("same", postgres)}
      WHERE ${which}
    ) now
    WHERE ${keys.map((column) => `fact.${column} = now.${column}`).join(" AND ")} AND (${list("fact")}) IS DISTINCT FROM (${list("now")})`,
    also,
  );
}
