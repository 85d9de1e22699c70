import { type CampusEventType, campusEventTypes } from "@/lib/contracts/campus-events";
import { entrySource } from "@/lib/contracts/own-source";
import { rowKeys } from "./row-keys";

/** Whose events stand for several: activity, added up. */
export const checkpointSource = "urn:bellwether:checkpoint";
const addedUp: CampusEventType = "activity.observed";

/** Lists of texts as 128 bits; JSON tells where one ends and the next begins, and null from "". */
const hash = (parts: readonly string[]) =>
  `encode(substr(sha256(convert_to(jsonb_build_array(${parts.join(", ")})::text, 'UTF8')), 1, 16), 'hex')::uuid`;
const order = (of: string) => `(${of}.recorded_at, ${of}.occurred_at, ${of}.source, ${of}.event_id)`;
const going = "arrived_on >= $1 AND arrived_on < $2";

/**
 * Statements that take the events of the days from $1 on and before $2 into the checkpoint. What is there already is merged
 * with them by the same rules, so that it does not matter in how many steps a day was reached.
 */
export const compact = (zone: string): readonly string[] => [
  ...campusEventTypes.filter((type) => type !== addedUp).map((type) => keepWhatHolds(type, keysOf(type, zone))),
  addUp(keysOf(addedUp, zone), zone),
  keepEntered,
];

const keysOf = (type: CampusEventType, zone: string) => ["type", ...rowKeys[type].map((key) => key.replace("$zone", zone))];

/** Of each row the event that is the greatest in EXACT-1's order, of those before and these. */
const keepWhatHolds = (type: CampusEventType, keys: readonly string[]) => `
  INSERT INTO log.checkpoint_event AS kept (type, row_key, source, event_id, occurred_at, recorded_at, data)
  SELECT DISTINCT ON (row_key) type, ${hash(keys)} AS row_key, source, event_id, occurred_at, recorded_at, data
  FROM log.event WHERE type = '${type}' AND ${going}
  ORDER BY row_key, recorded_at DESC, occurred_at DESC, source DESC, event_id DESC
  ON CONFLICT (row_key) DO UPDATE SET source = excluded.source, event_id = excluded.event_id,
    occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, data = excluded.data
  WHERE ${order("excluded")} > ${order("kept")}`;

/** One event for each student, section, local day and kind. It stands at the beginning of its day, which tells the day and no hour. */
const addUp = (keys: readonly string[], zone: string) => `
  INSERT INTO log.checkpoint_event AS kept (type, row_key, source, event_id, occurred_at, recorded_at, data)
  SELECT type, row_key, '${checkpointSource}', row_key::text, at, at,
    jsonb_build_object('student', student, 'section', section, 'kind', kind, 'count', count)
  FROM (
    SELECT type, ${hash(keys)} AS row_key, data->>'student' AS student, data->>'section' AS section, data->>'kind' AS kind,
      min((occurred_at AT TIME ZONE '${zone}')::date::timestamp AT TIME ZONE '${zone}') AS at,
      sum(coalesce((data->>'count')::bigint, 1)) AS count
    FROM log.event WHERE type = '${addedUp}' AND ${going} GROUP BY 1, 2, 3, 4, 5) came
  ON CONFLICT (row_key) DO UPDATE
  SET data = jsonb_set(kept.data, '{count}', to_jsonb((kept.data->>'count')::bigint + (excluded.data->>'count')::bigint))`;

/** A roll tells who entered and corrected what on a screen: all of these stay, each as a row of its own. */
const keepEntered = `
  INSERT INTO log.checkpoint_event (type, row_key, source, event_id, occurred_at, recorded_at, data)
  SELECT type, ${hash(["'entered'", "source", "event_id"])}, source, event_id, occurred_at, recorded_at, data
  FROM log.event WHERE source = '${entrySource}' AND type = 'attendance.recorded' AND ${going}
  ON CONFLICT DO NOTHING`;

/** How far everything had been processed at positions whose next event goes. Offsets have no gaps. */
export const keepArrivals = `
  UPDATE log.consumed SET next_arrived_at = event.arrived_at
  FROM log.event WHERE event.partition = consumed.partition AND event."offset" = consumed.next_offset
    AND event.${going.replace("AND arrived_on", "AND event.arrived_on")}`;
