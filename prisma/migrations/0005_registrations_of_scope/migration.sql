-- Whether somebody dropped out is told by their last change, under whichever program: a reader of one unit who
-- could not see that a student went on in another would count a dropout who is none. So whoever was registered
-- in a program of the scope has all their registrations visible in it.
CREATE FUNCTION warehouse.scope_registered() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT student FROM fact_registration WHERE program_key = ANY((SELECT scope_programs())::integer[])
$$;
GRANT EXECUTE ON FUNCTION warehouse.scope_registered() TO bellwether_reader;

DROP POLICY in_scope ON warehouse.fact_registration;
CREATE POLICY in_scope ON warehouse.fact_registration FOR SELECT TO bellwether_reader USING (
  (SELECT warehouse.scope_everything())
  OR program_key = ANY((SELECT warehouse.scope_programs())::integer[])
  OR student IN (SELECT warehouse.scope_students())
  OR student IN (SELECT warehouse.scope_registered()));
