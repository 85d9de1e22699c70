-- What a scope reaches is reckoned once a transaction. Each policy asks for it by itself, so that a query over three guarded
-- tables reckoned it six times, which was most of what the guard cost (ADR 26).
--
-- It is kept in settings of the transaction, beside the scope and together with it: what was reckoned for one scope is
-- never taken for another's. Whoever could set these could set the scope itself. Reads are REPEATABLE READ
-- (lib/access/scoped-read.ts), so that what a scope reaches stays the same until they end.

CREATE FUNCTION warehouse.scope_kept(what text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN starts_with(current_setting('bellwether.kept_' || what, true), current_setting('bellwether.scope', true) || E'\n')
    THEN substr(current_setting('bellwether.kept_' || what, true), length(current_setting('bellwether.scope', true)) + 2) END
$$;

-- Without a scope there is nothing to keep.
CREATE FUNCTION warehouse.keep_scope(what text, keys text) RETURNS text LANGUAGE sql AS $$
  SELECT set_config('bellwether.kept_' || what, current_setting('bellwether.scope', true) || E'\n' || keys, true)
  WHERE current_setting('bellwether.scope', true) IS NOT NULL
$$;

CREATE FUNCTION warehouse.scope_names(what text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(warehouse.current_scope()->what, '[]')))
$$;

CREATE OR REPLACE FUNCTION warehouse.scope_org_units() RETURNS integer[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
DECLARE
  kept text := scope_kept('org_units');
  keys integer[];
BEGIN
  IF kept IS NOT NULL THEN RETURN kept::integer[]; END IF;
  keys := org_unit_subtree(ARRAY(SELECT org_unit_key FROM dim_org_unit WHERE id = ANY((SELECT scope_names('orgUnits'))::text[])));
  PERFORM keep_scope('org_units', keys::text);
  RETURN keys;
END $$;

CREATE OR REPLACE FUNCTION warehouse.scope_programs() RETURNS integer[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
DECLARE
  kept text := scope_kept('programs');
  keys integer[];
BEGIN
  IF kept IS NOT NULL THEN RETURN kept::integer[]; END IF;
  keys := ARRAY(SELECT program_key FROM dim_program WHERE org_unit_key = ANY((SELECT scope_org_units())::integer[]));
  PERFORM keep_scope('programs', keys::text);
  RETURN keys;
END $$;

CREATE OR REPLACE FUNCTION warehouse.scope_sections() RETURNS integer[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
DECLARE
  kept text := scope_kept('sections');
  keys integer[];
BEGIN
  IF kept IS NOT NULL THEN RETURN kept::integer[]; END IF;
  keys := ARRAY(
    SELECT section_key FROM dim_section WHERE org_unit_key = ANY((SELECT scope_org_units())::integer[])
    UNION
    SELECT section_key FROM dim_section
    WHERE course_key = ANY(ARRAY(SELECT course_key FROM dim_course WHERE id = ANY((SELECT scope_names('courses'))::text[])))
    UNION
    SELECT section_key FROM dim_section WHERE id = ANY((SELECT scope_names('sections'))::text[])
    UNION
    SELECT section_key FROM bridge_section_instructor WHERE person = ANY((SELECT scope_names('instructors'))::uuid[]));
  PERFORM keep_scope('sections', keys::text);
  RETURN keys;
END $$;

CREATE OR REPLACE FUNCTION warehouse.scope_advisees() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
DECLARE
  kept text := scope_kept('advisees');
  students uuid[];
BEGIN
  IF kept IS NOT NULL THEN RETURN kept::uuid[]; END IF;
  students := ARRAY(
    SELECT student FROM dim_student_version
    WHERE effective_to = 'infinity' AND advisor = ANY((SELECT scope_names('advisors'))::uuid[])
    UNION
    SELECT unnest(scope_names('students'))::uuid);
  PERFORM keep_scope('advisees', students::text);
  RETURN students;
END $$;

CREATE OR REPLACE FUNCTION warehouse.scope_advised_sections() RETURNS integer[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
DECLARE
  kept text := scope_kept('advised_sections');
  keys integer[];
BEGIN
  IF kept IS NOT NULL THEN RETURN kept::integer[]; END IF;
  keys := ARRAY(SELECT DISTINCT section_key FROM fact_enrollment WHERE student = ANY((SELECT scope_advisees())::uuid[]));
  PERFORM keep_scope('advised_sections', keys::text);
  RETURN keys;
END $$;

GRANT EXECUTE ON FUNCTION warehouse.scope_kept(text), warehouse.keep_scope(text, text), warehouse.scope_names(text) TO bellwether_reader;
