import * as z from "zod/mini";
import type { Database } from "@/lib/platform/database";
import { instantSql } from "@/lib/platform/instant-sql";
import { countedUp, mostCounted } from "@/lib/platform/most-counted";
import { sourceState, sourceStates } from "./source-state";
import { type SourceRow, type Sources, sourceRowSchema, sourcesSchema } from "./sources-shape";

/** Sources are named by their senders: no more than these are listed. */
const mostSources = 100;
const weeks = 4;
const fewestWeeks = 2;
const hoursLookedBack = 168;
const hoursShown = 24;

/*
 * $1: now, $2: the institution's zone. An hour of a past week is the one at the same time on the wall; only
 * hours after a source's first count say what is usual. Every look goes by (source, hour): the log is not read.
 */
const sourcesSql = `
  WITH this_hour AS (SELECT date_trunc('hour', $1::timestamptz, 'UTC') AS at),
  named AS (
    SELECT source FROM (SELECT source FROM log.arrival_total UNION SELECT source FROM warehouse.dim_source) known
    ORDER BY source LIMIT ${mostSources + 1}),
  source AS MATERIALIZED (
    SELECT named.source, mark.event_time, mark.arrived_at, coalesce(mark.events, 0) AS events,
      (SELECT min(hour) FROM log.arrival_hour h WHERE h.source = named.source) AS since
    FROM named LEFT JOIN LATERAL (
      SELECT max(event_time) AS event_time, max(arrived_at) AS arrived_at, sum(events) AS events
      FROM warehouse.watermark w WHERE w.source = named.source) mark ON true),
  hour AS (
    SELECT h, week, date_trunc('hour', ((h AT TIME ZONE $2) - week * interval '7 days') AT TIME ZONE $2, 'UTC') AS past
    FROM this_hour, generate_series(at - interval '${hoursLookedBack} hours', at - interval '1 hour', interval '1 hour') h,
      generate_series(1, ${weeks}) week),
  usual AS MATERIALIZED (
    SELECT source.source, hour.h, min(coalesce(kept.accepted, 0)) AS least, max(coalesce(kept.accepted, 0)) AS most
    FROM source JOIN hour ON hour.past > source.since
    LEFT JOIN log.arrival_hour kept ON kept.source = source.source AND kept.hour = hour.past
    GROUP BY source.source, hour.h HAVING count(*) >= ${fewestWeeks}),
  recent AS MATERIALIZED (
    SELECT kept.* FROM log.arrival_hour kept, this_hour WHERE kept.hour >= at - interval '${hoursShown + 1} hours'),
  shown AS (
    SELECT source.source, jsonb_agg(jsonb_build_object('from', ${instantSql("h.h")}, 'accepted', coalesce(recent.accepted, 0),
        'usual', CASE WHEN usual.h IS NOT NULL THEN jsonb_build_object('least', usual.least, 'most', usual.most) END) ORDER BY h.h) AS hours
    FROM this_hour CROSS JOIN source
    CROSS JOIN generate_series(at - interval '${hoursShown} hours', at - interval '1 hour', interval '1 hour') h (h)
    LEFT JOIN recent ON recent.source = source.source AND recent.hour = h.h
    LEFT JOIN usual ON usual.source = source.source AND usual.h = h.h GROUP BY source.source),
  today AS (
    SELECT source, sum(accepted) AS accepted, sum(duplicate) AS duplicate, sum(rejected) AS rejected FROM recent
    WHERE hour >= date_trunc('day', $1::timestamptz, $2) GROUP BY source)
  SELECT jsonb_build_object(
    'hour', jsonb_build_object('from', ${instantSql("at - interval '1 hour'")}, 'to', ${instantSql("at")}),
    'waiting', (SELECT coalesce(sum(events), 0) FROM log.backlog),
    'openItems', (SELECT count(*) FROM (SELECT FROM log.quarantine WHERE state = 'open' LIMIT ${mostCounted + 1}) open),
    'sources', coalesce((SELECT jsonb_agg(jsonb_build_object(
        'source', source, 'eventTime', ${instantSql("event_time")}, 'arrivedAt', ${instantSql("arrived_at")}, 'events', events,
        'lagSeconds', CASE WHEN arrived_at IS NOT NULL THEN greatest(0, round(extract(epoch FROM $1::timestamptz - arrived_at))::int) END,
        'lastHour', coalesce((SELECT accepted FROM recent r WHERE r.source = source.source AND r.hour = at - interval '1 hour'), 0),
        'soFar', coalesce((SELECT accepted FROM recent r WHERE r.source = source.source AND r.hour = at), 0),
        'usual', (SELECT jsonb_build_object('least', least, 'most', most) FROM usual u
          WHERE u.source = source.source AND u.h = at - interval '1 hour'),
        'today', jsonb_build_object('accepted', coalesce(today.accepted, 0), 'duplicate', coalesce(today.duplicate, 0),
          'rejected', coalesce(today.rejected, 0)),
        'hours', shown.hours,
        'missedHours', CASE WHEN EXISTS (SELECT FROM usual u WHERE u.source = source.source) THEN
          (SELECT count(*) FROM usual u WHERE u.source = source.source AND u.least > 0
            AND u.h > date_trunc('hour', source.arrived_at, 'UTC')) END) ORDER BY source)
      FROM source JOIN shown USING (source) LEFT JOIN today USING (source)), '[]')) AS answer
  FROM this_hour`;

const answerSchema = z.extend(z.omit(sourcesSchema, { more: true, openIsLeast: true }), { sources: z.array(sourceRowSchema) });

/** How far, how fresh and how much of each source; what needs a look first. Not a read under scope: it holds no figure of a student. */
export async function listSources(database: Database, now: Date, timeZone: string): Promise<Sources> {
  const found = await database.owner.query<{ answer: unknown }>(sourcesSql, [now, timeZone]);
  const { sources, openItems, ...rest } = answerSchema.parse(found.rows[0]?.answer);
  const open = countedUp(openItems);
  const judged = sources.slice(0, mostSources).map((row) => ({ ...row, state: sourceState(row) }));
  const urgency = (row: SourceRow) => (row.source === "" ? -1 : sourceStates.indexOf(row.state));
  return {
    ...rest,
    openItems: open.count,
    openIsLeast: open.isLeast,
    sources: judged.sort((a, b) => urgency(b) - urgency(a) || (a.source < b.source ? -1 : 1)),
    more: sources.length > mostSources,
  };
}
