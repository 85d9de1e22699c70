import type { Contribution } from "../contribution";
import { attendanceFact, type FactDefinition, keyOf } from "../facts";
import { flink, quote, text } from "./flink-dialect";

/** Of a fact's events the one that holds for each key. */
export function latest({ name, event, key, taken, lookUps = {} }: FactDefinition): string {
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
export function resolved(fact: FactDefinition, contribution: Contribution): string {
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

export const meetings = `
CREATE TEMPORARY VIEW fact_meeting AS
SELECT section.term_key, section.section_key, section.org_unit_key, meeting.held_on, meeting.status, COALESCE(roll.rolls, 0) AS rolls
FROM dim_meeting meeting
JOIN dim_section section ON section.section_key = meeting.section_key
LEFT JOIN (SELECT \`meeting\` AS id, COUNT(*) AS rolls FROM latest_${attendanceFact.name} GROUP BY \`meeting\`) roll ON roll.id = meeting.id`;

/** Activity has no row to win: observations add up, each once. */
export const activity = (timeZone: string) => `
CREATE TEMPORARY VIEW fact_activity AS
SELECT COALESCE(section.section_key, 0) AS section_key, CAST(SUBSTRING(CONVERT_TZ(e.\`at\`, 'UTC', ${text(timeZone)}) FROM 1 FOR 10) AS DATE) AS \`day\`, COALESCE(e.\`count\`, 1) AS observations, e.student
FROM (
  SELECT REPLACE(SUBSTRING(\`occurredAt\` FROM 1 FOR 19), 'T', ' ') AS \`at\`, \`data\`.\`count\` AS \`count\`, \`data\`.\`student\` AS student, \`data\`.\`section\` AS \`section\`
  FROM campus_event WHERE \`type\` = 'activity.observed') e
LEFT JOIN dim_section section ON section.id = e.\`section\``;
