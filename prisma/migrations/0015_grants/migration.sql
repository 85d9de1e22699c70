-- A grant may name single students. They are carried like those whom an advisor advises now, so that every policy, query
-- and followed list that knows advisees knows them too.
CREATE OR REPLACE FUNCTION warehouse.scope_advisees() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT coalesce(array_agg(student), '{}') FROM (
    SELECT student FROM dim_student_version
    WHERE effective_to = 'infinity'
      AND advisor IN (SELECT jsonb_array_elements_text(coalesce(current_scope()->'advisors', '[]'))::uuid)
    UNION
    SELECT jsonb_array_elements_text(coalesce(current_scope()->'students', '[]'))::uuid
  ) advised
$$;

-- Who gave it, as the audit names them; null for what was given before, and by nobody in particular.
ALTER TABLE app.role_grant ADD COLUMN given_by text;

-- A role that is given to nobody any more may be removed; grants of the past go on naming it.
ALTER TABLE app.role ADD COLUMN removed_at timestamptz(3);
