-- Policies are made on a page: who made a version and why, and one that has not begun may be withdrawn. A version is
-- never changed, so that a figure that names it can be computed again under it for ever.

ALTER TABLE app.policy
  ADD COLUMN made_by text NOT NULL DEFAULT 'system',  -- user:<id>, system
  ADD COLUMN reason text,                             -- why, where it holds for days that were over when it was made
  ADD COLUMN withdrawn_at timestamptz(3),             -- before its first day: it never held
  ADD COLUMN withdrawn_by text;

CREATE OR REPLACE VIEW past.policy WITH (security_invoker = true) AS
SELECT version, valid_from, document, created_at, made_by, reason, NULL::timestamptz(3) AS withdrawn_at, NULL::text AS withdrawn_by
FROM app.policy
WHERE created_at <= (SELECT past.moment()) AND (withdrawn_at IS NULL OR withdrawn_at > (SELECT past.moment()));

CREATE FUNCTION app.keep_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL
    AND (NEW.version, NEW.valid_from, NEW.document, NEW.created_at, NEW.made_by, NEW.reason)
      IS NOT DISTINCT FROM (OLD.version, OLD.valid_from, OLD.document, OLD.created_at, OLD.made_by, OLD.reason) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Versions of the policy are kept as they were made.';
END $$;
CREATE TRIGGER keep_policy BEFORE UPDATE OR DELETE ON app.policy FOR EACH ROW EXECUTE FUNCTION app.keep_policy();

-- Whoever shows figures hears of a version at once.
CREATE FUNCTION app.notify_policy_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('policy_changed', '');
  RETURN NULL;
END $$;
CREATE TRIGGER policy_changed AFTER INSERT OR UPDATE OR DELETE ON app.policy
  FOR EACH STATEMENT EXECUTE FUNCTION app.notify_policy_changed();

-- Scales that the institution has beside those known from the start; their letters are in warehouse.dim_scale_letter.
CREATE TABLE app.own_scale (
  scale text PRIMARY KEY,
  made_by text NOT NULL,
  changed_at timestamptz(3) NOT NULL
);

-- Cells that are computed again because a scale changed, term by term. What is still to do is told by the facts.
CREATE TABLE app.recomputation (
  id uuid PRIMARY KEY,
  scale text NOT NULL,
  actor text NOT NULL,                 -- user:<id>, system
  began_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  terms integer NOT NULL,
  terms_done integer NOT NULL DEFAULT 0,
  grades bigint NOT NULL DEFAULT 0     -- grades that came out different
);
CREATE UNIQUE INDEX recomputation_open ON app.recomputation (scale) WHERE ended_at IS NULL;
CREATE INDEX recomputation_began_at ON app.recomputation (began_at);
