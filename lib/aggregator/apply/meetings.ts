import { beats, latest, setMark, text, thisBatch } from "./latest";

/** What a changed meeting takes back and adds. Its term and unit are those of its section, now. */
const meetingDelta = `
  INSERT INTO delta_meeting (term_key, section_key, org_unit_key, held_on, held, recorded)
  SELECT section.term_key, section.section_key, section.org_unit_key, side.held_on, side.sign, side.sign * (side.rolls > 0)::int
  FROM changed
  CROSS JOIN LATERAL (VALUES
    (changed.old_section_key, changed.old_held_on, changed.old_status, changed.old_rolls, -1),
    (changed.new_section_key, changed.new_held_on, changed.new_status, changed.new_rolls, 1))
    AS side (section_key, held_on, status, rolls, sign)
  JOIN warehouse.dim_section section ON section.section_key = side.section_key
  WHERE side.status = 'held' AND side.held_on IS NOT NULL`;

const both = ["section_key", "held_on", "status", "rolls"]
  .map((column) => `old.${column} AS old_${column}, new.${column} AS new_${column}`)
  .join(", ");

export const applyMeetings = (timeZone: string): string => `
  WITH changed AS (
    UPDATE warehouse.dim_meeting meeting SET
      section_key = coalesce(section.section_key, 0), starts_at = (e.data->>'startsAt')::timestamptz,
      held_on = ((e.data->>'startsAt')::timestamptz AT TIME ZONE '${timeZone}')::date,
      status = e.data->>'status', inferred = false, ${setMark("e")}
    FROM ${latest("meeting.changed", { id: text("meeting") })} e
    LEFT JOIN warehouse.dim_section section ON section.id = e.data->>'section'
    WHERE meeting.id = e.id AND ${beats("e", "meeting")}
    RETURNING meeting.meeting_key, ${both}),
  touched AS (
    INSERT INTO touched_section (section_key, program_key, term_key, family) SELECT section_key, 0, 0, 'meeting'
    FROM changed CROSS JOIN LATERAL (VALUES (old_section_key), (new_section_key)) AS side (section_key)
    WHERE section_key <> 0),
  moved AS (
    INSERT INTO moved_meeting SELECT meeting_key FROM changed
    WHERE (old_section_key, old_held_on, old_status IS NOT DISTINCT FROM 'held')
      IS DISTINCT FROM (new_section_key, new_held_on, new_status = 'held'))
  ${meetingDelta}`;

/** New rolls: the first one makes a held meeting a recorded one. They change no version: the past counts them. */
export const applyRolls = `
  WITH changed AS (
    UPDATE warehouse.dim_meeting meeting SET rolls = meeting.rolls + delta.rolls,
      recorded_in = coalesce(meeting.recorded_in, ${thisBatch}), rolled_in = ${thisBatch}
    FROM (SELECT meeting_key, sum(rolls)::int AS rolls FROM delta_rolls GROUP BY meeting_key) delta
    WHERE meeting.meeting_key = delta.meeting_key
    RETURNING ${both})
  ${meetingDelta}`;
