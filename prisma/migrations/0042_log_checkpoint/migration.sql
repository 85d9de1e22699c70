-- What the log was, where its oldest days were dropped: of each row the event that holds (by EXACT-1's order the greatest
-- of all that are before is enough to compare with all that come), activity added up, and what was entered on screens as
-- a whole. What is dropped is what no question asks for any more.

CREATE TABLE log.checkpoint (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  before_day date NOT NULL,            -- events that arrived before this day are in log.checkpoint_event; their tables may be gone
  made_at timestamptz(3) NOT NULL,
  events bigint NOT NULL               -- events of the log that it stands for
);

CREATE TABLE log.checkpoint_event (
  type text NOT NULL,
  row_key uuid PRIMARY KEY,            -- 128 bits of a hash of the row's type and key
  source text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  data jsonb NOT NULL
);
CREATE INDEX checkpoint_event_entered_roll ON log.checkpoint_event ((data->>'meeting'))
  WHERE source = 'urn:bellwether:entries' AND type = 'attendance.recorded';

-- Every event that is known, once, whether its day is still there or not. Without a partition: it was consumed long ago.
CREATE VIEW log.known_event AS
SELECT NULL::smallint AS partition, NULL::bigint AS "offset", type, source, event_id, occurred_at, recorded_at, data FROM log.checkpoint_event
UNION ALL
SELECT partition, "offset", type, source, event_id, occurred_at, recorded_at, data FROM log.event
WHERE arrived_on >= coalesce((SELECT before_day FROM log.checkpoint), '-infinity'::date);

-- When the first event that a position had not consumed arrived, where that event's day is dropped: asOf tells by it how far
-- everything had been processed.
ALTER TABLE log.consumed ADD COLUMN next_arrived_at timestamptz(3);

CREATE OR REPLACE FUNCTION past.processed_through() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = log AS $$
  SELECT least(min(coalesce(done.next_arrived_at, waiting.arrived_at)), past.moment())
  FROM event_partition
  LEFT JOIN LATERAL (
    SELECT next_offset, arrived_on, next_arrived_at FROM consumed
    WHERE consumed.partition = event_partition.partition AND consumed.position <= past.position()
    ORDER BY consumed.position DESC LIMIT 1) done ON true
  LEFT JOIN LATERAL (
    SELECT event.arrived_at FROM event
    WHERE event.partition = event_partition.partition AND event."offset" >= coalesce(done.next_offset, 0)
      AND event.arrived_on >= coalesce(done.arrived_on, '1970-01-01')
    ORDER BY event.arrived_on, event."offset" LIMIT 1) waiting ON done.next_arrived_at IS NULL
$$;

-- A clock that went back so far would put events where nobody looks any more: they are refused instead.
CREATE OR REPLACE FUNCTION log.ensure_event_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  child text := 'event_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF EXISTS (SELECT FROM log.checkpoint WHERE day < before_day) THEN
    RAISE EXCEPTION 'The log keeps no events that arrived on % any more: is the clock right?', day;
  END IF;
  IF to_regclass('log.' || child) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('log.ensure_event_partition', 0));
  IF to_regclass('log.' || child) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE log.%I (LIKE log.event INCLUDING ALL)', child);
  EXECUTE format('ALTER TABLE log.event ATTACH PARTITION log.%I FOR VALUES FROM (%L) TO (%L)', child, day, day + 1);
END $$;
