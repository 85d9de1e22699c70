-- Reports that people get as PDF (docs/REPORTS.md): what is sent when to whom, each run of it, what was rendered, and
-- what became of each recipient's copy.

UPDATE app.role SET permissions = permissions || '{reports:manage}' WHERE id = 'admin' AND NOT permissions @> '{reports:manage}';

-- Days on which the institution rests, beside Saturday and Sunday.
CREATE TABLE app.holiday (
  day date PRIMARY KEY,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100)
);

CREATE TABLE app.report_schedule (
  id uuid PRIMARY KEY,
  owner uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  content jsonb NOT NULL,              -- lib/reports/content-shape.ts
  timing jsonb NOT NULL,               -- lib/reports/timing-shape.ts
  recipients jsonb NOT NULL,           -- lib/reports/recipients-shape.ts
  delivery jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,  -- raised with each change: who edits an older one is told
  decided_through timestamptz(3) NOT NULL, -- occurrences up to here were fired, made up for, or skipped; never goes back
  paused_at timestamptz(3),
  created_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  removed_at timestamptz(3)
);
CREATE INDEX report_schedule_owner ON app.report_schedule (owner);

-- Grain: one row per occurrence of a schedule, per run that was asked for, and per preview.
CREATE TABLE app.report_run (
  id uuid PRIMARY KEY,                 -- made of schedule and time of occurrence: processes that fire the same one collide
  schedule uuid REFERENCES app.report_schedule (id) ON DELETE CASCADE, -- null: a preview of what is not saved yet
  owner uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('scheduled', 'now', 'preview')),
  name text NOT NULL,
  due_at timestamptz(3) NOT NULL,      -- the occurrence
  content jsonb NOT NULL,              -- these three as they were when it was fired
  recipients jsonb NOT NULL,
  delivery jsonb NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'working', 'done', 'failed', 'cancelled', 'skipped')),
  late boolean NOT NULL DEFAULT false, -- made up for after a time in which nothing ran
  cancel_asked_at timestamptz(3),
  lease_until timestamptz(3),          -- of the process that works out the recipients
  problem jsonb,                       -- whom it did not reach, and why
  owner_told_at timestamptz(3),        -- of the problem
  fired_at timestamptz(3) NOT NULL,
  started_at timestamptz(3),
  ended_at timestamptz(3)
);
CREATE UNIQUE INDEX report_run_occurrence ON app.report_run (schedule, due_at) WHERE purpose = 'scheduled';
CREATE INDEX report_run_schedule ON app.report_run (schedule, due_at DESC);
CREATE INDEX report_run_open ON app.report_run (fired_at) WHERE state IN ('waiting', 'working');

-- Grain: one row per run, eyes and language: recipients who see the same share it.
CREATE TABLE app.report_rendering (
  id uuid PRIMARY KEY,
  run uuid NOT NULL REFERENCES app.report_run (id) ON DELETE CASCADE,
  key text NOT NULL,                   -- hash of all that decides what is on it
  eyes jsonb NOT NULL,
  reached text NOT NULL DEFAULT '',    -- hash of the sections and students that the eyes reached through who teaches and advises
  content jsonb NOT NULL,              -- with the subject worked out
  locale text NOT NULL,
  since timestamptz(3),
  before jsonb,                        -- the figures that these readers were sent last
  state text NOT NULL CHECK (state IN ('waiting', 'rendering', 'ready', 'failed', 'cancelled')),
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3) NOT NULL,
  lease_until timestamptz(3),
  lease integer NOT NULL DEFAULT 0,    -- raised with each claim: who lost it writes nothing more
  problem jsonb,
  title text,
  pages integer,
  bytes integer,
  sha256 bytea,
  position bigint,
  processed_through timestamptz(3),
  policy_version integer,
  headline jsonb,
  milliseconds integer,
  ended_at timestamptz(3),
  UNIQUE (run, key)
);
CREATE INDEX report_rendering_open ON app.report_rendering (next_try_at) WHERE state IN ('waiting', 'rendering');

-- The document itself, apart from what is listed; it goes by the policy's retention.
CREATE TABLE app.report_document (
  rendering uuid PRIMARY KEY REFERENCES app.report_rendering (id) ON DELETE CASCADE,
  pdf bytea NOT NULL
);
ALTER TABLE app.report_document ALTER COLUMN pdf SET STORAGE EXTERNAL; -- it is compressed already

-- Grain: one row per run and recipient.
CREATE TABLE app.report_delivery (
  id uuid PRIMARY KEY,
  run uuid NOT NULL REFERENCES app.report_run (id) ON DELETE CASCADE,
  recipient text NOT NULL,             -- user:<id>, or address:<address>
  user_id uuid REFERENCES app."user" (id) ON DELETE CASCADE,
  address text,                        -- of a mail outside; a user's is read when it is sent
  name text,
  rendering uuid REFERENCES app.report_rendering (id) ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'kept', 'refused', 'failed', 'withheld', 'cancelled', 'bounced')),
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz(3) NOT NULL,
  lease_until timestamptz(3),
  lease integer NOT NULL DEFAULT 0,
  message_id text NOT NULL,            -- however often it is tried
  detail text,                         -- what the mail server said, or why it was withheld
  sent_at timestamptz(3),
  opened_at timestamptz(3),            -- first downloaded from the archive
  UNIQUE (run, recipient)
);
CREATE INDEX report_delivery_open ON app.report_delivery (next_try_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX report_delivery_user ON app.report_delivery (user_id, run);
CREATE INDEX report_delivery_rendering ON app.report_delivery (rendering);
CREATE UNIQUE INDEX report_delivery_message ON app.report_delivery (message_id);

-- In demo mode, what would have been sent.
CREATE TABLE app.mail_kept (
  id uuid PRIMARY KEY,
  message_id text NOT NULL UNIQUE,
  to_address text NOT NULL,
  user_id uuid REFERENCES app."user" (id) ON DELETE CASCADE,
  subject text NOT NULL,
  at timestamptz(3) NOT NULL,
  source bytea NOT NULL                -- the message as it would have gone out (RFC 5322)
);
CREATE INDEX mail_kept_at ON app.mail_kept (at);

-- Pages for printing are opened under a token that holds eyes and an order, for a minute, and nothing that says who reads.
CREATE TABLE app.print_token (
  hash bytea PRIMARY KEY,
  print_order jsonb NOT NULL,
  expires_at timestamptz(3) NOT NULL
);

-- Who runs the work is told of what there is to do. Who watches a run asks again and again.
CREATE FUNCTION app.tell_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('bellwether_reports', TG_TABLE_NAME);
  RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT OR UPDATE OF state ON app.report_run FOR EACH STATEMENT EXECUTE FUNCTION app.tell_reports();
