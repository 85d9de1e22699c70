import type { Contribution } from "../contribution";
import { expression } from "../delta";
import type { ColumnType } from "../dimensions";
import { type CellTable, type Family, isOfOneStudent } from "../families";
import { brokersOf } from "./compile-sources";
import { columnTypes, flink, quote, sum, text } from "./flink-dialect";
import type { FlinkTopics } from "./topics";

export const isOfFlink = (table: CellTable) => !isOfOneStudent(table);

/** What each row of a fact adds to the cells of its family; no cell that Flink computes has the student in its key. */
export function added({ family, fact, keys, measures, when }: Contribution): string {
  const names = Object.keys(family.keys).filter((key) => key !== "student");
  const said = (from: Contribution["keys"], list: readonly string[]) =>
    list.map((name) => `${expression(from, name)(quote, flink)} AS ${quote(name)}`).join(", ");
  return `
CREATE TEMPORARY VIEW added_${family.name} AS
SELECT ${said(keys, names)}, ${said(measures, Object.keys(family.measures))} FROM ${fact} WHERE ${when(quote, flink)}`;
}

const sums = (family: Family) =>
  Object.keys(family.measures)
    .map((name) => `SUM(${quote(name)}) AS ${quote(name)}`)
    .join(", ");

const typeOf = (type: string) => (type === "numeric" ? sum : "BIGINT");

/** All cells go to one topic; the key says of which table one is. Of what changes within a tenth of a second the last value is sent. */
export function cellTable(topics: FlinkTopics, family: Family, table: CellTable): string {
  const keys = table.keys.map((key) => `${quote(key)} ${columnTypes[columnTypeOf(family.keys[key])]}`);
  const measures = Object.entries(family.measures).map(([name, type]) => `${quote(name)} ${typeOf(type)}`);
  return `
CREATE TEMPORARY TABLE ${table.name} (
  \`cell\` STRING, ${[...keys, ...measures].join(", ")}, PRIMARY KEY (\`cell\`, ${table.keys.map(quote).join(", ")}) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ${text(topics.cells)}, 'properties.bootstrap.servers' = ${brokersOf(topics)},
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
)`;
}

function columnTypeOf(type: string | undefined): ColumnType {
  const known = (["integer", "date", "text", "uuid"] as const).find((one) => one === type);
  if (known === undefined) throw new Error(`A cell's key cannot be of the type ${type}`);
  return known;
}

export function summed(family: Family, table: CellTable): string {
  const keys = table.keys.map(quote).join(", ");
  return `INSERT INTO ${table.name} SELECT ${text(table.name)}, ${keys}, ${sums(family)} FROM added_${family.name} GROUP BY ${keys}`;
}
