import {
  activityContribution,
  attendanceContribution,
  type Contribution,
  enrollmentContribution,
  gradeContribution,
  meetingContribution,
  registrationContribution,
  scoreContribution,
} from "../contribution";
import { expression } from "../delta";
import { type Columns, type ColumnType, dimensions } from "../dimensions";
import {
  attendanceFact,
  enrollmentFact,
  type FactDefinition,
  type FieldType,
  factDefinitions,
  gradeFact,
  keyOf,
  registrationFact,
  scoreFact,
} from "../facts";
import { type CellTable, type Family, isOfOneStudent } from "../families";
import { columnTypes, flink, quote, sum, text } from "./flink-dialect";
import { dimensionTopic, type FlinkTopics } from "./topics";

export type FlinkJobOptions = {
  topics: FlinkTopics;
  /** The consumer group under which Flink keeps how far it is. */
  group: string;
  /** The institution's zone: the local day of what was observed. */
  timeZone: string;
  parallelism: number;
};

/** What is said to Flink, statement by statement; the last one runs until it is stopped. */
export type FlinkJob = { settings: Readonly<Record<string, string>>; definitions: readonly string[]; run: string };

export const isOfFlink = (table: CellTable) => !isOfOneStudent(table);

/** In the order of their views: enrolments look at grades. */
const facts: readonly { fact: FactDefinition; contribution: Contribution }[] = [
  { fact: attendanceFact, contribution: attendanceContribution },
  { fact: gradeFact, contribution: gradeContribution },
  { fact: enrollmentFact, contribution: enrollmentContribution },
  { fact: registrationFact, contribution: registrationContribution },
  { fact: scoreFact, contribution: scoreContribution },
];
const contributions: readonly Contribution[] = [
  ...facts.map(({ contribution }) => contribution),
  meetingContribution,
  activityContribution,
];

export function compileJob(options: FlinkJobOptions): FlinkJob {
  const cells = contributions.flatMap(({ family }) => family.cells.filter(isOfFlink).map((table) => ({ family, table })));
  return {
    settings: settingsOf(options),
    definitions: [
      campusTopic(options),
      campusEvents,
      ...dimensions.map(({ name, key, columns }) =>
        upsertTable(options, dimensionTopic(options.topics, name), `dim_${name}`, { key, columns }),
      ),
      ...facts.flatMap(({ fact, contribution }) => [latest(fact), resolved(fact, contribution)]),
      meetings,
      activity(options.timeZone),
      ...contributions.map(added),
      ...cells.map(({ family, table }) => cellTable(options.topics, family, table)),
    ],
    run: `EXECUTE STATEMENT SET BEGIN\n${cells.map(({ family, table }) => `${summed(family, table)};\n`).join("")}END`,
  };
}

const settingsOf = ({ parallelism, topics }: FlinkJobOptions) => ({
  "pipeline.name": topics.cells,
  "parallelism.default": String(parallelism),
  // State is exact; the topic of cells may have a value again after a failure, which is the same or followed by what holds.
  "execution.checkpointing.mode": "EXACTLY_ONCE",
  "execution.checkpointing.interval": "1 s",
  "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
  // A view that many cells are made of is computed once, and not once for each with the columns that it needs.
  "table.optimizer.reuse-optimize-block-with-digest-enabled": "true",
});

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

const brokersOf = ({ brokers }: FlinkTopics) => text(brokers.join(","));

const campusTopic = ({ topics, group }: FlinkJobOptions) => `
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
const campusEvents = `
CREATE TEMPORARY VIEW campus_event AS
SELECT \`type\`, \`occurredAt\`, \`data\`, CONCAT(\`recordedAt\`, \`occurredAt\`, \`source\`, CHR(0), \`id\`) AS \`standing\`
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY \`event_key\` ORDER BY \`taken_at\`) AS \`place\`
  FROM (SELECT *, CAST(\`headers\`['event-key'] AS STRING) AS \`event_key\` FROM campus_topic WHERE \`type\` IS NOT NULL)
  WHERE \`event_key\` IS NOT NULL
) WHERE \`place\` = 1`;

type Keyed = { key: Columns; columns: Columns };

function upsertTable({ topics, group }: FlinkJobOptions, topic: string, table: string, { key, columns }: Keyed): string {
  return `
CREATE TEMPORARY TABLE ${table} (
  ${[...columnList(key), ...columnList(columns)].join(", ")}, PRIMARY KEY (${Object.keys(key).map(quote).join(", ")}) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ${text(topic)}, 'properties.bootstrap.servers' = ${brokersOf(topics)},
  'properties.group.id' = ${text(group)}, 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
)`;
}

/** Of a fact's events the one that holds for each key. */
function latest({ name, event, key, taken, lookUps = {} }: FactDefinition): string {
  const keys = Object.entries(key).map(([column, { field }]) => `\`data\`.${quote(field)} AS ${quote(column)}`);
  const others = [
    ...Object.entries(taken).flatMap(([column, { field, type }]) =>
      type === "sealed" ? [] : [`\`data\`.${quote(field)} AS ${quote(column)}`],
    ),
    ...Object.entries(lookUps).map(([column, { field }]) => `\`data\`.${quote(field)} AS ${quote(`${column}_id`)}`),
  ];
  return `
CREATE TEMPORARY VIEW latest_${name} AS
SELECT * FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY ${Object.keys(key).map(quote).join(", ")}
    ORDER BY \`standing\` DESC) AS \`place\`
  FROM (SELECT ${[...keys, ...others].join(", ")}, \`standing\` FROM campus_event WHERE \`type\` = ${text(event)})
) WHERE \`place\` = 1`;
}

/** The fact with the keys that its cells hang on: of its columns those that its contribution reads. */
function resolved(fact: FactDefinition, contribution: Contribution): string {
  const { name, anchor, lookUps = {}, beside } = fact;
  const found = Object.entries(lookUps);
  const rows =
    found.length === 0
      ? `latest_${name} e`
      : `(SELECT event.*, ${found.map(([column, at]) => `COALESCE(${at.dimension}.${keyOf(at)}, 0) AS ${quote(column)}`).join(", ")}
    FROM latest_${name} event ${found
      .map(([column, at]) => `LEFT JOIN dim_${at.dimension} ${at.dimension} ON ${at.dimension}.id = event.${quote(`${column}_id`)}`)
      .join(" ")}) e`;
  const columns: Record<string, string> = {
    [keyOf(anchor)]: `${anchor.dimension}.${keyOf(anchor)}`,
    ...fact.columns("e", flink),
    ...beside?.columns,
  };
  const list = contribution.columns.map((column) => `${columns[column] ?? `e.${quote(column)}`} AS ${quote(column)}`);
  return `
CREATE TEMPORARY VIEW ${name} AS
SELECT ${list.join(", ")}
FROM ${rows}
JOIN dim_${anchor.dimension} ${anchor.dimension} ON ${anchor.dimension}.id = e.${quote(anchor.field)}
${fact.joins("e", flink)} ${beside?.joins("e", flink) ?? ""}`;
}

const meetings = `
CREATE TEMPORARY VIEW fact_meeting AS
SELECT section.term_key, section.section_key, section.org_unit_key, meeting.held_on, meeting.status, COALESCE(roll.rolls, 0) AS rolls
FROM dim_meeting meeting
JOIN dim_section section ON section.section_key = meeting.section_key
LEFT JOIN (SELECT \`meeting\` AS id, COUNT(*) AS rolls FROM latest_${attendanceFact.name} GROUP BY \`meeting\`) roll ON roll.id = meeting.id`;

/** Activity has no row to win: observations add up, each once. */
const activity = (timeZone: string) => `
CREATE TEMPORARY VIEW fact_activity AS
SELECT COALESCE(section.section_key, 0) AS section_key, CAST(SUBSTRING(CONVERT_TZ(e.\`at\`, 'UTC', ${text(timeZone)}) FROM 1 FOR 10) AS DATE) AS \`day\`, COALESCE(e.\`count\`, 1) AS observations, e.student
FROM (
  SELECT REPLACE(SUBSTRING(\`occurredAt\` FROM 1 FOR 19), 'T', ' ') AS \`at\`, \`data\`.\`count\` AS \`count\`, \`data\`.\`student\` AS student, \`data\`.\`section\` AS \`section\`
  FROM campus_event WHERE \`type\` = 'activity.observed') e
LEFT JOIN dim_section section ON section.id = e.\`section\``;

/** What each row of a fact adds to the cells of its family; no cell that Flink computes has the student in its key. */
function added({ family, fact, keys, measures, when }: Contribution): string {
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
function cellTable(topics: FlinkTopics, family: Family, table: CellTable): string {
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

function summed(family: Family, table: CellTable): string {
  const keys = table.keys.map(quote).join(", ");
  return `INSERT INTO ${table.name} SELECT ${text(table.name)}, ${keys}, ${sums(family)} FROM added_${family.name} GROUP BY ${keys}`;
}
