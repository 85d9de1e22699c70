-- A day's table is made apart and attached, which waits for no reader of the log: made as a partition at once it needs the
-- log for itself, so that a backup or a verification over midnight (UTC) would hold up the first event of the new day, and
-- all behind it, until it ends.
CREATE OR REPLACE FUNCTION log.ensure_event_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  child text := 'event_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF to_regclass('log.' || child) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('log.ensure_event_partition', 0));
  IF to_regclass('log.' || child) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE log.%I (LIKE log.event INCLUDING ALL)', child);
  EXECUTE format('ALTER TABLE log.event ATTACH PARTITION log.%I FOR VALUES FROM (%L) TO (%L)', child, day, day + 1);
END $$;
