-- A key has one secret; while it is rotated it has two, of which the older ends at a moment that was chosen.
CREATE TABLE app.api_key_secret (
  prefix text PRIMARY KEY,             -- the public part, to find the row by
  key_id uuid NOT NULL REFERENCES app.api_key (id) ON DELETE CASCADE,
  secret_hash bytea NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  made_by uuid REFERENCES app."user" (id) ON DELETE SET NULL, -- null: on the command line
  ends_at timestamptz(3),              -- it does not hold from then on; null: as long as its key does
  last_used_at timestamptz(3)
);
CREATE UNIQUE INDEX api_key_current_secret ON app.api_key_secret (key_id) WHERE ends_at IS NULL;
CREATE INDEX api_key_secret_of_key ON app.api_key_secret (key_id);

INSERT INTO app.api_key_secret (prefix, key_id, secret_hash, created_at, last_used_at)
SELECT prefix, id, secret_hash, created_at, last_used_at FROM app.api_key;
ALTER TABLE app.api_key
  DROP COLUMN prefix, DROP COLUMN secret_hash, DROP COLUMN last_used_at,
  ADD COLUMN made_by uuid REFERENCES app."user" (id) ON DELETE SET NULL;

-- Whatever changes in a key is heard of at once; that a secret was used is no change.
DROP TRIGGER access_changed ON app.api_key;
CREATE TRIGGER access_changed AFTER UPDATE OR DELETE ON app.api_key
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();
CREATE FUNCTION app.notify_key_secret_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('access_changed', 'api-key:' || (CASE WHEN TG_OP = 'DELETE' THEN OLD.key_id ELSE NEW.key_id END));
  RETURN NULL;
END $$;
CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OF secret_hash, ends_at OR DELETE ON app.api_key_secret
  FOR EACH ROW EXECUTE FUNCTION app.notify_key_secret_changed();

-- A session whose user sees the product as somebody else does, or as a role would within a scope; for reading only.
CREATE TABLE app.view_as (
  id uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES app.session (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE, -- who looks
  viewed_user uuid REFERENCES app."user" (id) ON DELETE CASCADE,
  role text REFERENCES app.role (id) ON DELETE CASCADE,
  scope jsonb,                         -- lib/access/scope.ts; with a role
  began_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,     -- at the latest
  ended_at timestamptz(3),
  CHECK ((viewed_user IS NULL) = (role IS NOT NULL) AND (role IS NULL) = (scope IS NULL))
);
CREATE UNIQUE INDEX view_as_under_way ON app.view_as (session_id) WHERE ended_at IS NULL;
CREATE INDEX view_as_of_user ON app.view_as (user_id);
CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OR DELETE ON app.view_as
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();
