-- The audit is a chain that is only ever added to: the hash of each entry covers all that it says and the hash of the
-- entry before (lib/access/audit/canonical.ts says the same in TypeScript, and verifies by it). Entries are numbered
-- without gaps, under the lock that orders them.

-- A netstring: length in octets, a colon, the text, a comma; what is null has no length.
CREATE FUNCTION app.netstring(value text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN value IS NULL THEN '-,' ELSE octet_length(convert_to(value, 'UTF8')) || ':' || value || ',' END
$$;

CREATE FUNCTION app.audit_hash(
  id bigint, previous bytea, at timestamptz, actor text, action text, subject text, people uuid[], detail jsonb
) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    app.netstring('bellwether.audit.1') || app.netstring(id::text) || app.netstring(encode(previous, 'hex'))
      || app.netstring(to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      || app.netstring(actor) || app.netstring(action) || app.netstring(subject)
      || app.netstring(array_to_string(people, ' ')) || app.netstring(detail::text), 'UTF8'))
$$;

ALTER TABLE app.audit ALTER COLUMN id DROP IDENTITY;
ALTER TABLE app.audit
  ADD COLUMN people uuid[] NOT NULL DEFAULT '{}', -- whom it is about, by pseudonym: students who were looked at
  ADD COLUMN previous bytea,                      -- the hash of the entry before; of the first: zeros
  ADD COLUMN hash bytea;

-- How many entries there are and how the last of them hashes. Its row is the lock that orders entries; and it tells
-- when the last ones are missing.
CREATE TABLE app.audit_head (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  entries bigint NOT NULL DEFAULT 0,
  hash bytea NOT NULL,
  at timestamptz(3) NOT NULL
);

-- What was written before is chained as it stands; numbers that rolled back transactions left out are closed.
DO $$
DECLARE
  entry app.audit;
  number bigint := 0;
  last bytea := decode(repeat('00', 32), 'hex');
  made bytea;
  latest timestamptz(3) := 'epoch';
BEGIN
  FOR entry IN SELECT * FROM app.audit ORDER BY id LOOP
    number := number + 1;
    made := app.audit_hash(number, last, entry.at, entry.actor, entry.action, entry.subject, entry.people, entry.detail);
    UPDATE app.audit SET id = number, previous = last, hash = made WHERE id = entry.id;
    last := made;
    latest := greatest(latest, entry.at);
  END LOOP;
  INSERT INTO app.audit_head (entries, hash, at) VALUES (number, last, latest);
END $$;

ALTER TABLE app.audit ALTER COLUMN previous SET NOT NULL, ALTER COLUMN hash SET NOT NULL;
ALTER TABLE app.audit ALTER COLUMN at DROP DEFAULT;
CREATE INDEX audit_actor ON app.audit (actor, id);
CREATE INDEX audit_action ON app.audit (action, id);
CREATE INDEX audit_subject ON app.audit (subject, id);
-- Whoever looked at a person is found by it. Its list of what is yet to be sorted in is short, in kilobytes: who clears
-- it does so under the lock.
CREATE INDEX audit_people ON app.audit USING gin (people) WITH (gin_pending_list_limit = 512);

-- Whoever inserts, by whichever way, gets the next number, the time of now and the link; nothing of these is taken
-- from what was given. The lock is the head's row. It moves once a statement, and what the statement has added by then
-- is read from the table: a head that moved with each row would leave a dead version behind for each. Where the head
-- knows of more than there is, the chain goes on from the head, so that what is missing stays missing.
CREATE FUNCTION app.chain_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head app.audit_head;
  last app.audit;
BEGIN
  SELECT * INTO STRICT head FROM app.audit_head FOR UPDATE;
  SELECT * INTO last FROM app.audit ORDER BY id DESC LIMIT 1;
  IF last.id > head.entries THEN
    head.entries := last.id;
    head.hash := last.hash;
  END IF;
  NEW.id := head.entries + 1;
  NEW.at := greatest(head.at, last.at, date_trunc('milliseconds', clock_timestamp()));
  NEW.people := ARRAY(SELECT DISTINCT person FROM unnest(NEW.people) person ORDER BY person);
  NEW.previous := head.hash;
  NEW.hash := app.audit_hash(NEW.id, NEW.previous, NEW.at, NEW.actor, NEW.action, NEW.subject, NEW.people, NEW.detail);
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON app.audit FOR EACH ROW EXECUTE FUNCTION app.chain_audit();

CREATE FUNCTION app.move_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last app.audit;
BEGIN
  SELECT * INTO last FROM app.audit ORDER BY id DESC LIMIT 1;
  UPDATE app.audit_head SET entries = last.id, hash = last.hash, at = last.at WHERE entries < last.id;
  RETURN NULL;
END $$;
CREATE TRIGGER move_head AFTER INSERT ON app.audit FOR EACH STATEMENT EXECUTE FUNCTION app.move_audit_head();

CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%.% is only ever added to', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.audit
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER append_only BEFORE INSERT OR DELETE OR TRUNCATE ON app.audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- The head moves with an entry and in no other way.
CREATE FUNCTION app.guard_audit_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 OR NEW.entries <= OLD.entries THEN
    RAISE EXCEPTION 'app.audit_head moves with an entry' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER with_entry BEFORE UPDATE ON app.audit_head FOR EACH ROW EXECUTE FUNCTION app.guard_audit_head();

-- What a transaction wants recorded, until it commits. It becomes entries as the last thing that the transaction does,
-- so that the lock on the head is taken last, held for as long as a commit takes, and never before another lock: no
-- two transactions can wait for each other over it. Between transactions it is empty, so that it needs no log.
CREATE UNLOGGED TABLE app.audit_written (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  actor text NOT NULL,                 -- user:<id>, api-key:<id>, system
  action text NOT NULL,
  subject text,
  people uuid[] NOT NULL DEFAULT '{}',
  detail jsonb NOT NULL DEFAULT '{}'
);
-- The first row of a transaction takes all of its rows along: those of others are not visible. Nothing is left for the rest.
CREATE FUNCTION app.enter_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM app.audit_written WHERE id = NEW.id;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH written AS (DELETE FROM app.audit_written WHERE id >= NEW.id RETURNING *)
  INSERT INTO app.audit (actor, action, subject, people, detail)
  SELECT actor, action, subject, people, detail FROM written ORDER BY id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER enter AFTER INSERT ON app.audit_written DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION app.enter_audit();

-- Heads of the chain that were signed and handed out (lib/access/audit/anchor.ts).
CREATE TABLE app.audit_anchor (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entries bigint NOT NULL,
  hash bytea NOT NULL,
  at timestamptz(3) NOT NULL,
  key text NOT NULL,                   -- which public key it is verified by: the first of its SHA-256, in hex
  signature bytea NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON app.audit_anchor
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();

-- A superuser's session can be told to pass over triggers; not over these.
ALTER TABLE app.audit ENABLE ALWAYS TRIGGER chain;
ALTER TABLE app.audit ENABLE ALWAYS TRIGGER move_head;
ALTER TABLE app.audit ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE app.audit_head ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE app.audit_head ENABLE ALWAYS TRIGGER with_entry;
ALTER TABLE app.audit_written ENABLE ALWAYS TRIGGER enter;
ALTER TABLE app.audit_anchor ENABLE ALWAYS TRIGGER append_only;

-- Verifications of the chain, and the first entry that was found to be wrong.
CREATE TABLE app.audit_check (
  id uuid PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  actor text NOT NULL,
  entries bigint NOT NULL,             -- through which it holds
  anchors integer NOT NULL,            -- signed heads that it agrees with
  finding jsonb                        -- what is wrong first; null: it holds
);
CREATE INDEX audit_check_at ON app.audit_check (at);

-- Why somebody opened the page of a student who is neither taught nor advised by them; kept for the session. What was
-- written in words is sealed under the student's key.
CREATE TABLE app.look_reason (
  session_id uuid NOT NULL REFERENCES app.session (id) ON DELETE CASCADE,
  person uuid NOT NULL,
  reason text NOT NULL,
  sealed_note text,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (session_id, person)
);
