import type { Columns, ColumnType } from "../dimensions";
import { type FieldType, factDefinitions } from "../facts";
import { columnTypes, quote, text } from "./flink-dialect";
import type { FlinkTopics } from "./topics";

/** What the job is compiled for. */
export type FlinkJobOptions = {
  topics: FlinkTopics;
  /** The consumer group under which Flink keeps how far it is. */
  group: string;
  /** The institution's zone: the local day of what was observed. */
  timeZone: string;
  parallelism: number;
};

const columnList = (columns: Columns) => Object.entries(columns).map(([name, type]) => `${quote(name)} ${columnTypes[type]}`);

const fieldTypes: Readonly<Record<Exclude<FieldType, "sealed">, ColumnType>> = {
  text: "text",
  uuid: "uuid",
  date: "date",
  numeric: "numeric",
};

/** The fields of the events' data that facts are made of, with their type. */
function dataFields(): Record<string, string> {
  const fields: Record<string, string> = { section: "STRING", student: "STRING", count: "BIGINT" };
  for (const { key, taken, lookUps = {} } of factDefinitions) {
    for (const { field, type } of [...Object.values(key), ...Object.values(taken)]) {
      if (type !== "sealed") fields[field] = columnTypes[fieldTypes[type]];
    }
    for (const { field } of Object.values(lookUps)) fields[field] = "STRING";
  }
  return fields;
}

export const brokersOf = ({ brokers }: FlinkTopics) => text(brokers.join(","));

export const campusTopic = ({ topics, group }: FlinkJobOptions) => `
CREATE TEMPORARY TABLE campus_topic (
  \`type\` STRING, \`source\` STRING, \`id\` STRING, \`occurredAt\` STRING, \`recordedAt\` STRING,
  \`data\` ROW<${Object.entries(dataFields())
    .map(([name, type]) => `${quote(name)} ${type}`)
    .join(", ")}>,
  \`headers\` MAP<STRING, BYTES> METADATA,
  \`taken_at\` AS PROCTIME()
) WITH (
  'connector' = 'kafka', 'topic' = ${text(topics.events)}, 'properties.bootstrap.servers' = ${brokersOf(topics)},
  'properties.group.id' = ${text(group)}, 'scan.startup.mode' = 'earliest-offset',
  'format' = 'json', 'json.ignore-parse-errors' = 'true'
)`;

/**
 * Each event once, by the keyed hash of (source, id) that it was sent with; what has none is no event of ours.
 *
 * `standing` is the order that all engines share (EXACT-1) in one text: times are of one width, and no source holds the
 * character that ends it. Ordered by several columns Flink 2.2 takes the first of a key for the last word and forgets to take
 * back what it said before (its planner asks one column whether rows are replaced).
 */
export const campusEvents = `
CREATE TEMPORARY VIEW campus_event AS
SELECT \`type\`, \`occurredAt\`, \`data\`, CONCAT(\`recordedAt\`, \`occurredAt\`, \`source\`, CHR(0), \`id\`) AS \`standing\`
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY \`event_key\` ORDER BY \`taken_at\`) AS \`place\`
  FROM (SELECT *, CAST(\`headers\`['event-key'] AS STRING) AS \`event_key\` FROM campus_topic WHERE \`type\` IS NOT NULL)
  WHERE \`event_key\` IS NOT NULL
) WHERE \`place\` = 1`;

type Keyed = { key: Columns; columns: Columns };

export function upsertTable({ topics, group }: FlinkJobOptions, topic: string, table: string, { key, columns }: Keyed): string {
  return `
CREATE TEMPORARY TABLE ${table} (
  ${[...columnList(key), ...columnList(columns)].join(", ")}, PRIMARY KEY (${Object.keys(key).map(quote).join(", ")}) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ${text(topic)}, 'properties.bootstrap.servers' = ${brokersOf(topics)},
  'properties.group.id' = ${text(group)}, 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
)`;
}
