-- Any figure as it was known at a past moment. Each row of the warehouse that figures or pages hang on says in which
-- batch it got its present state (changed_in); a version that is overwritten or deleted goes to the table of the same
-- name in `history`, with the batch that ended it. The views of `past` give rows as they were known at the feed
-- position in the setting bellwether.position, under the policies and the scope of whoever reads.
--
-- Batches are numbered as they begin and take their position as they end, so that they may overtake each other. A
-- position therefore keeps the greatest batch that it holds and those below it that it does not hold (yet).
-- Whatever is changed outside of a batch has no position, and is taken to have been so all along.

CREATE SCHEMA history;
CREATE SCHEMA past;

CREATE SEQUENCE warehouse.batch_number AS bigint;

CREATE FUNCTION warehouse.current_batch() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(current_setting('bellwether.batch', true), '')::bigint, 0)
$$;

-- The moment of a read: of an as-of read it is past.moment().
CREATE FUNCTION warehouse.moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT now() $$;

ALTER TABLE warehouse.feed_head
  ADD COLUMN last_batch bigint NOT NULL DEFAULT 0,
  ADD COLUMN open_batches bigint[] NOT NULL DEFAULT '{}';
ALTER TABLE warehouse.feed_commit
  ADD COLUMN last_batch bigint NOT NULL DEFAULT 0,         -- the greatest batch that the position holds
  ADD COLUMN open_batches bigint[] NOT NULL DEFAULT '{}';  -- smaller ones that it does not hold
CREATE INDEX feed_commit_committed_at ON warehouse.feed_commit (committed_at);

-- From when on the past is known.
CREATE TABLE warehouse.history_begin (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  position bigint NOT NULL,
  began_at timestamptz(3) NOT NULL
);
INSERT INTO warehouse.history_begin (position, began_at) SELECT position, now() FROM warehouse.feed_head;

-- How far each partition of the log had been consumed.
CREATE TABLE log.consumed (
  partition smallint NOT NULL,
  position bigint NOT NULL,
  next_offset bigint NOT NULL,
  arrived_on date NOT NULL,
  PRIMARY KEY (partition, position)
);
INSERT INTO log.consumed (partition, position, next_offset, arrived_on)
SELECT partition, (SELECT position FROM warehouse.history_begin), next_offset, arrived_on
FROM log.consumer WHERE consumer = 'aggregator';

-- Rolls add up from batch to batch: kept are the batches of the first and the last one, and the rest is counted.
ALTER TABLE warehouse.dim_meeting
  ADD COLUMN recorded_in bigint,
  ADD COLUMN rolled_in bigint NOT NULL DEFAULT 0;
UPDATE warehouse.dim_meeting SET recorded_in = 0 WHERE rolls > 0;

------------------------------------------------------------------------------------------- position

CREATE FUNCTION past.position() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('bellwether.position', true), '')::bigint
$$;
CREATE FUNCTION past.moment() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT nullif(current_setting('bellwether.as_of', true), '')::timestamptz
$$;

-- Without a position both are null, and the views give nothing.
CREATE FUNCTION past.last_batch() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT last_batch FROM warehouse.feed_commit WHERE position = past.position()),
    CASE WHEN past.position() IS NOT NULL THEN 0 END)
$$;
CREATE FUNCTION past.open_batches() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT open_batches FROM warehouse.feed_commit WHERE position = past.position()),
    CASE WHEN past.position() IS NOT NULL THEN '{}'::bigint[] END)
$$;

-- For the functions below; the views say it by uncorrelated subselects, once a query.
CREATE FUNCTION past.holds(batch bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT batch <= past.last_batch() AND batch <> ALL (past.open_batches())
$$;

-- The same as warehouse.processed_through, as of the moment: the log tells it, for as long as it is kept.
CREATE FUNCTION past.processed_through() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = log AS $$
  SELECT least(min(waiting.arrived_at), past.moment())
  FROM event_partition
  LEFT JOIN LATERAL (
    SELECT next_offset, arrived_on FROM consumed
    WHERE consumed.partition = event_partition.partition AND consumed.position <= past.position()
    ORDER BY consumed.position DESC LIMIT 1) done ON true
  LEFT JOIN LATERAL (
    SELECT event.arrived_at FROM event
    WHERE event.partition = event_partition.partition AND event."offset" >= coalesce(done.next_offset, 0)
      AND event.arrived_on >= coalesce(done.arrived_on, '1970-01-01')
    ORDER BY event.arrived_on, event."offset" LIMIT 1) waiting ON true
$$;

-------------------------------------------------------------------------------------------- history

CREATE TABLE history.kept_table (name text PRIMARY KEY, keys text[] NOT NULL);
INSERT INTO history.kept_table (name, keys) VALUES
  ('fact_attendance', '{meeting_key,student}'), ('fact_enrollment', '{section_key,student}'),
  ('fact_grade', '{section_key,student}'), ('fact_registration', '{student,term_key,effective_on}'),
  ('fact_score', '{assessment_key,student}'), ('fact_activity', '{student,section_key,day,kind}'),
  ('fact_contact', '{id}'), ('dim_org_unit', '{org_unit_key}'), ('dim_term', '{term_key}'),
  ('dim_program', '{program_key}'), ('dim_course', '{course_key}'), ('dim_section', '{section_key}'),
  ('dim_meeting', '{meeting_key}'), ('dim_assessment', '{assessment_key}'), ('dim_student', '{student}'),
  ('dim_student_version', '{student,valid_from}'), ('bridge_section_instructor', '{section_key,person}'),
  ('watermark', '{source,partition}');

DO $do$
DECLARE
  kept record;
  columns text[];
  content text[];
  guard record;
  list text;
  side text;
BEGIN
  FOR kept IN SELECT * FROM history.kept_table LOOP
    EXECUTE format('ALTER TABLE warehouse.%I ADD COLUMN changed_in bigint NOT NULL DEFAULT 0', kept.name);
    EXECUTE format('ALTER TABLE warehouse.%I ALTER COLUMN changed_in SET DEFAULT warehouse.current_batch()', kept.name);
    EXECUTE format('CREATE TABLE history.%I (LIKE warehouse.%I, ended_in bigint NOT NULL, PRIMARY KEY (%s, changed_in))',
      kept.name, kept.name, array_to_string(kept.keys, ', '));

    SELECT array_agg(quote_ident(attname) ORDER BY attnum) INTO columns FROM pg_attribute
    WHERE attrelid = format('warehouse.%I', kept.name)::regclass AND attnum > 0 AND NOT attisdropped;
    -- The order of events decides what holds, and is no content; rolls are derived.
    SELECT array_agg(name) INTO content FROM unnest(columns) name
    WHERE name NOT IN ('changed_in', 'rolls', 'recorded_in', 'rolled_in')
      AND NOT ('event_id' = ANY(columns) AND name IN ('recorded_at', 'occurred_at', 'source', 'event_id'));
    list := array_to_string(columns, ', ');

    -- Statements are planned once a session, for however many rows the first had: never by nested loops.
    EXECUTE format($trigger$
      CREATE FUNCTION history.keep_%1$s() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $keep$
      DECLARE
        batch bigint := warehouse.current_batch();
      BEGIN
        IF batch = 0 THEN RETURN NULL; END IF;
        IF EXISTS (SELECT FROM before o JOIN after n USING (%2$s)
                   WHERE n.changed_in <> batch AND (%3$s) IS DISTINCT FROM (%4$s)) THEN
          RAISE EXCEPTION 'A change of warehouse.%1$s does not name its batch.';
        END IF;
        INSERT INTO history.%1$s (%5$s, ended_in)
        SELECT %6$s, batch FROM before o JOIN after n USING (%2$s) WHERE n.changed_in = batch AND o.changed_in <> batch;
        RETURN NULL;
      END $keep$
    $trigger$, kept.name, array_to_string(kept.keys, ', '), 'o.' || array_to_string(content, ', o.'),
      'n.' || array_to_string(content, ', n.'), list, 'o.' || array_to_string(columns, ', o.'));
    EXECUTE format('CREATE TRIGGER keep_changed AFTER UPDATE ON warehouse.%I REFERENCING OLD TABLE AS before NEW TABLE AS after
      FOR EACH STATEMENT EXECUTE FUNCTION history.keep_%s()', kept.name, kept.name);

    EXECUTE format($trigger$
      CREATE FUNCTION history.keep_gone_%1$s() RETURNS trigger LANGUAGE plpgsql AS $keep$
      DECLARE
        batch bigint := warehouse.current_batch();
      BEGIN
        IF batch <> 0 THEN
          INSERT INTO history.%1$s (%2$s, ended_in) SELECT %3$s, batch FROM before o WHERE o.changed_in <> batch;
        END IF;
        RETURN NULL;
      END $keep$
    $trigger$, kept.name, list, 'o.' || array_to_string(columns, ', o.'));
    EXECUTE format('CREATE TRIGGER keep_deleted AFTER DELETE ON warehouse.%I REFERENCING OLD TABLE AS before
      FOR EACH STATEMENT EXECUTE FUNCTION history.keep_gone_%s()', kept.name, kept.name);

    -- Who may see a row may see what it was: the same policy over the same columns.
    FOR guard IN SELECT policyname, qual FROM pg_policies WHERE schemaname = 'warehouse' AND tablename = kept.name LOOP
      EXECUTE format('ALTER TABLE history.%I ENABLE ROW LEVEL SECURITY', kept.name);
      EXECUTE format('CREATE POLICY %I ON history.%I FOR SELECT TO bellwether_reader USING (%s)', guard.policyname, kept.name, guard.qual);
    END LOOP;

    CONTINUE WHEN kept.name IN ('fact_attendance', 'dim_meeting', 'watermark');
    EXECUTE format($view$
      CREATE VIEW past.%1$I WITH (security_invoker = true) AS
      SELECT %2$s FROM warehouse.%1$I
      WHERE changed_in <= (SELECT past.last_batch()) AND changed_in <> ALL ((SELECT past.open_batches())::bigint[])
      UNION ALL
      SELECT %2$s FROM history.%1$I
      WHERE changed_in <= (SELECT past.last_batch()) AND changed_in <> ALL ((SELECT past.open_batches())::bigint[])
        AND (ended_in > (SELECT past.last_batch()) OR ended_in = ANY ((SELECT past.open_batches())::bigint[]))
    $view$, kept.name, list);
  END LOOP;
END $do$;

CREATE INDEX history_fact_attendance_student ON history.fact_attendance (student);
CREATE INDEX history_fact_attendance_section ON history.fact_attendance (section_key);
CREATE INDEX history_fact_enrollment_student ON history.fact_enrollment (student);
CREATE INDEX history_fact_enrollment_term ON history.fact_enrollment (term_key);
CREATE INDEX history_fact_grade_student ON history.fact_grade (student);
CREATE INDEX history_fact_grade_term ON history.fact_grade (term_key);
CREATE INDEX history_fact_registration_term ON history.fact_registration (term_key);
CREATE INDEX history_fact_score_student ON history.fact_score (student);
CREATE INDEX history_fact_score_section ON history.fact_score (section_key);
CREATE INDEX history_fact_contact_student ON history.fact_contact (student);
CREATE INDEX history_dim_meeting_section ON history.dim_meeting (section_key);

-- Whoever was registered in a program of the scope, as known at the position, has all registrations of then visible.
CREATE OR REPLACE FUNCTION warehouse.is_registered_in_scope(who uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT EXISTS (SELECT FROM fact_registration WHERE student = who AND program_key = ANY((SELECT scope_programs())::integer[]))
    OR (past.position() IS NOT NULL AND EXISTS (
      SELECT FROM history.fact_registration kept
      WHERE kept.student = who AND kept.program_key = ANY((SELECT scope_programs())::integer[])
        AND past.holds(kept.changed_in) AND NOT past.holds(kept.ended_in)))
$$;

----------------------------------------------------------------------------------------------- past

-- A roll that is as it was hangs on its meeting as that is now, whose index leads from a section to its rolls.
CREATE VIEW past.fact_attendance WITH (security_invoker = true) AS
SELECT f.meeting_key, f.student, f.status, f.counted, f.term_key, m.section_key, f.org_unit_key, f.program_key, f.year_of_study, f.held_on,
  f.recorded_at, f.occurred_at, f.source, f.event_id, f.changed_in
FROM warehouse.fact_attendance f JOIN warehouse.dim_meeting m ON m.meeting_key = f.meeting_key
WHERE f.changed_in <= (SELECT past.last_batch()) AND f.changed_in <> ALL ((SELECT past.open_batches())::bigint[])
UNION ALL
SELECT f.meeting_key, f.student, f.status, f.counted, f.term_key, f.section_key, f.org_unit_key, f.program_key, f.year_of_study, f.held_on,
  f.recorded_at, f.occurred_at, f.source, f.event_id, f.changed_in
FROM history.fact_attendance f
WHERE f.changed_in <= (SELECT past.last_batch()) AND f.changed_in <> ALL ((SELECT past.open_batches())::bigint[])
  AND (f.ended_in > (SELECT past.last_batch()) OR f.ended_in = ANY ((SELECT past.open_batches())::bigint[]));

-- Rolls of a meeting at the position, of whomever: as many as anybody may read of a meeting today. None is ever deleted.
CREATE FUNCTION past.rolls_of(meeting bigint) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT count(*)::integer FROM fact_attendance f
  WHERE f.meeting_key = meeting AND (past.holds(f.changed_in) OR EXISTS (
    SELECT FROM history.fact_attendance h
    WHERE h.meeting_key = f.meeting_key AND h.student = f.student AND past.holds(h.changed_in)))
$$;

CREATE VIEW past.meeting_state WITH (security_invoker = true) AS
SELECT version.*,
  version.recorded_in <= (SELECT past.last_batch()) AND version.recorded_in <> ALL ((SELECT past.open_batches())::bigint[]) AS recorded,
  version.rolled_in <= (SELECT past.last_batch()) AND version.rolled_in <> ALL ((SELECT past.open_batches())::bigint[]) AS rolled
FROM (
  SELECT meeting_key, id, section_key, starts_at, held_on, status, rolls, inferred, recorded_at, occurred_at, source, event_id,
    recorded_in, rolled_in, changed_in
  FROM warehouse.dim_meeting
  WHERE changed_in <= (SELECT past.last_batch()) AND changed_in <> ALL ((SELECT past.open_batches())::bigint[])
  UNION ALL
  -- First roll and last one are noted in the row of today alone, whatever became of the meeting meanwhile.
  SELECT h.meeting_key, h.id, h.section_key, h.starts_at, h.held_on, h.status, m.rolls, h.inferred, h.recorded_at, h.occurred_at,
    h.source, h.event_id, m.recorded_in, m.rolled_in, h.changed_in
  FROM history.dim_meeting h JOIN warehouse.dim_meeting m ON m.meeting_key = h.meeting_key
  WHERE h.changed_in <= (SELECT past.last_batch()) AND h.changed_in <> ALL ((SELECT past.open_batches())::bigint[])
    AND (h.ended_in > (SELECT past.last_batch()) OR h.ended_in = ANY ((SELECT past.open_batches())::bigint[]))
) version;

CREATE VIEW past.dim_meeting WITH (security_invoker = true) AS
SELECT meeting_key, id, section_key, starts_at, held_on, status,
  CASE WHEN recorded IS NOT TRUE THEN 0 WHEN rolled THEN rolls ELSE past.rolls_of(meeting_key) END AS rolls,
  inferred, recorded_at, occurred_at, source, event_id, recorded_in, rolled_in, changed_in
FROM past.meeting_state;

-- Each batch ends a version of its watermarks, so that there are as many of one as there were batches: the key leads
-- to the one of the position, and the others are not read. No watermark is ever deleted.
CREATE VIEW past.watermark WITH (security_invoker = true) AS
SELECT version.* FROM warehouse.watermark live CROSS JOIN LATERAL (
  SELECT live.source, live.partition, live.event_time, live.arrived_at, live.events, live.changed_in
  WHERE live.changed_in <= (SELECT past.last_batch()) AND live.changed_in <> ALL ((SELECT past.open_batches())::bigint[])
  UNION ALL
  (SELECT h.source, h.partition, h.event_time, h.arrived_at, h.events, h.changed_in FROM history.watermark h
   WHERE h.source = live.source AND h.partition = live.partition
     AND (live.changed_in > (SELECT past.last_batch()) OR live.changed_in = ANY ((SELECT past.open_batches())::bigint[]))
     AND h.changed_in <= (SELECT past.last_batch()) AND h.changed_in <> ALL ((SELECT past.open_batches())::bigint[])
     AND (h.ended_in > (SELECT past.last_batch()) OR h.ended_in = ANY ((SELECT past.open_batches())::bigint[]))
   ORDER BY h.changed_in DESC LIMIT 1)
) version;

-- Whoever reads the whole institution has cells of today less what changed since, which is little, and more what was
-- overwritten. Others have the facts that row-level security leaves them: few, and found by their sections.
CREATE FUNCTION past.is_whole() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT warehouse.scope_everything() AND past.position() IS NOT NULL
$$;

DO $do$
DECLARE
  cell record;
  marks text[] := ARRAY['(status = ''present'')::integer', '(status = ''late'')::integer', '(status = ''absent'')::integer', '(status = ''excused'')::integer'];
BEGIN
  FOR cell IN SELECT * FROM (VALUES
    ('cell_attendance', 'term_key, section_key, held_on, program_key'), ('cell_attendance_unit', 'term_key, org_unit_key, held_on, program_key'),
    ('cell_attendance_term', 'term_key, section_key, program_key'), ('cell_attendance_student', 'term_key, section_key, program_key, student'),
    ('cell_attendance_unit_day', 'term_key, org_unit_key, held_on'), ('cell_attendance_unit_term', 'term_key, org_unit_key, program_key'),
    ('cell_attendance_section', 'term_key, section_key')) AS cells (name, keys)
  LOOP
    EXECUTE format($view$
      CREATE VIEW past.%1$I WITH (security_invoker = true) AS
      SELECT %2$s, sum(present)::integer AS present, sum(late)::integer AS late, sum(absent)::integer AS absent, sum(excused)::integer AS excused
      FROM (
        SELECT %2$s, present, late, absent, excused FROM warehouse.%1$I WHERE (SELECT past.is_whole())
        UNION ALL
        SELECT %2$s, -%3$s FROM (
          SELECT f.term_key, m.section_key, f.org_unit_key, f.program_key, f.held_on, f.student, f.status
          FROM warehouse.fact_attendance f JOIN warehouse.dim_meeting m ON m.meeting_key = f.meeting_key
          WHERE f.counted AND (SELECT past.is_whole())
            AND (f.changed_in > (SELECT past.last_batch()) OR f.changed_in = ANY ((SELECT past.open_batches())::bigint[]))) changed
        UNION ALL
        SELECT %2$s, %4$s FROM history.fact_attendance WHERE counted AND (SELECT past.is_whole())
          AND changed_in <= (SELECT past.last_batch()) AND changed_in <> ALL ((SELECT past.open_batches())::bigint[])
          AND (ended_in > (SELECT past.last_batch()) OR ended_in = ANY ((SELECT past.open_batches())::bigint[]))
        UNION ALL
        SELECT %2$s, %4$s FROM past.fact_attendance WHERE counted AND NOT (SELECT past.is_whole())
      ) part
      GROUP BY %2$s HAVING sum(present) <> 0 OR sum(late) <> 0 OR sum(absent) <> 0 OR sum(excused) <> 0
    $view$, cell.name, cell.keys, array_to_string(marks, ', -'), array_to_string(marks, ', '));
  END LOOP;

  FOR cell IN SELECT * FROM (VALUES
    ('cell_enrollment', 'term_key, section_key, program_key'), ('cell_enrollment_unit', 'term_key, org_unit_key'),
    ('cell_enrollment_section', 'term_key, section_key'), ('cell_enrollment_unit_program', 'term_key, org_unit_key, program_key')) AS cells (name, keys)
  LOOP
    EXECUTE format($view$
      CREATE VIEW past.%I WITH (security_invoker = true) AS
      SELECT %2$s, status, effective_on, count(*)::integer AS enrolments,
        count(*) FILTER (WHERE status <> 'withdrawn' AND low_state = 'provisional')::integer AS low_provisional,
        count(*) FILTER (WHERE status <> 'withdrawn' AND low_state = 'final')::integer AS low_final
      FROM (SELECT %2$s, status, low_state, CASE WHEN status = 'withdrawn' THEN effective_on ELSE '-infinity'::date END AS effective_on
        FROM past.fact_enrollment) enrolment
      GROUP BY %2$s, status, effective_on
    $view$, cell.name, cell.keys);
  END LOOP;

  FOR cell IN SELECT * FROM (VALUES
    ('cell_grade', 'term_key, section_key, program_key'), ('cell_grade_unit', 'term_key, org_unit_key, program_key'),
    ('cell_grade_unit_letter', 'term_key, org_unit_key'), ('cell_grade_section', 'term_key, section_key'),
    ('cell_grade_program_letter', 'term_key, program_key')) AS cells (name, keys)
  LOOP
    EXECUTE format($view$
      CREATE VIEW past.%I WITH (security_invoker = true) AS
      SELECT %2$s, state, scale, letter, count(*)::integer AS grades, sum(grade_point_credits) AS grade_point_credits,
        sum(graded_credits) AS graded_credits
      FROM past.fact_grade GROUP BY %2$s, state, scale, letter
    $view$, cell.name, cell.keys);
  END LOOP;

  -- Meetings have no student for a policy to ask about: their cells say by themselves which sections are reached.
  FOR cell IN SELECT * FROM (VALUES
    ('cell_meeting', 's.term_key, m.section_key, m.held_on'), ('cell_meeting_section', 's.term_key, m.section_key'),
     ('cell_meeting_unit', 's.term_key, s.org_unit_key, m.held_on')) AS cells (name, keys)
  LOOP
    EXECUTE format($view$
      CREATE VIEW past.%I WITH (security_invoker = true) AS
      SELECT %2$s, count(*)::integer AS held, count(*) FILTER (WHERE m.recorded)::integer AS recorded
      FROM past.meeting_state m JOIN past.dim_section s ON s.section_key = m.section_key
      WHERE m.status = 'held' AND m.held_on IS NOT NULL
        AND ((SELECT warehouse.scope_everything()) OR m.section_key IN (SELECT unnest(warehouse.scope_sections()))
          OR m.section_key IN (SELECT reached.section_key FROM past.fact_enrollment reached))
      GROUP BY %2$s
    $view$, cell.name, cell.keys);
  END LOOP;
END $do$;

CREATE VIEW past.cell_grade_section_scale WITH (security_invoker = true) AS
SELECT term_key, section_key, state, scale, count(*)::integer AS grades, sum(grade_point_credits) AS grade_point_credits,
  sum(graded_credits) AS graded_credits
FROM past.fact_grade GROUP BY term_key, section_key, state, scale;

CREATE VIEW past.cell_registration WITH (security_invoker = true) AS
SELECT term_key, program_key, status, effective_on, count(*)::integer AS registrations
FROM past.fact_registration GROUP BY term_key, program_key, status, effective_on;

CREATE VIEW past.cell_score WITH (security_invoker = true) AS
SELECT term_key, section_key, assessment_key, count(*)::integer AS scores, sum(score) AS score_sum
FROM past.fact_score WHERE score IS NOT NULL GROUP BY term_key, section_key, assessment_key;

CREATE VIEW past.cell_activity WITH (security_invoker = true) AS
SELECT section_key, day, sum(observations)::bigint AS observations FROM past.fact_activity GROUP BY section_key, day;

CREATE VIEW past.cell_activity_student WITH (security_invoker = true) AS
SELECT day, student, sum(observations)::bigint AS observations FROM past.fact_activity GROUP BY day, student;

-- Counts of distinct students (cell_students, cell_student_days, cell_registration_span) have no past: they are counted anew.

-- What does not change with time, or says by itself from when it is.
CREATE VIEW past.dim_date WITH (security_invoker = true) AS SELECT * FROM warehouse.dim_date;
CREATE VIEW past.dim_scale_letter WITH (security_invoker = true) AS SELECT * FROM warehouse.dim_scale_letter;
CREATE VIEW past.dim_instructor WITH (security_invoker = true) AS SELECT * FROM warehouse.dim_instructor;
CREATE VIEW past.dim_source WITH (security_invoker = true) AS
SELECT * FROM warehouse.dim_source WHERE first_seen_at <= (SELECT past.moment());
CREATE VIEW past.feed_head WITH (security_invoker = true) AS
SELECT id, past.position() AS position, past.last_batch() AS last_batch, past.open_batches() AS open_batches FROM warehouse.feed_head;
CREATE VIEW past.feed_commit WITH (security_invoker = true) AS
SELECT * FROM warehouse.feed_commit WHERE position <= (SELECT past.position());
CREATE VIEW past.feed WITH (security_invoker = true) AS SELECT * FROM warehouse.feed WHERE position <= (SELECT past.position());
CREATE VIEW past.feed_touch WITH (security_invoker = true) AS SELECT * FROM warehouse.feed_touch WHERE position <= (SELECT past.position());
CREATE VIEW past.policy WITH (security_invoker = true) AS SELECT * FROM app.policy WHERE created_at <= (SELECT past.moment());

CREATE FUNCTION past.org_unit_subtree(roots integer[]) RETURNS integer[] LANGUAGE sql STABLE SET search_path = past AS $$
  WITH RECURSIVE unit AS (
    SELECT unnest(roots) AS org_unit_key
    UNION -- not ALL: a cycle in what was sent ends here
    SELECT child.org_unit_key FROM dim_org_unit child JOIN unit ON child.parent_key = unit.org_unit_key
  )
  SELECT coalesce(array_agg(org_unit_key), '{}') FROM unit
$$;

GRANT USAGE ON SCHEMA past, history TO bellwether_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA past, history TO bellwether_reader;
GRANT SELECT ON warehouse.history_begin TO bellwether_reader;
