-- The star schema and what surrounds it. Ids of the institution are text compared by UTF-8 bytes
-- (COLLATE "C"); surrogate keys are integers, and key 0 means "not known". Persons appear as random
-- pseudonyms (uuid) everywhere but in the vault.
--
-- Every row that an event sets carries the order of that event (recorded_at, occurred_at, source,
-- event_id): the greatest holds (EXACT-1). A dimension row without an order was inferred.

CREATE SCHEMA IF NOT EXISTS log;
CREATE SCHEMA IF NOT EXISTS warehouse;
CREATE SCHEMA IF NOT EXISTS vault;
CREATE SCHEMA IF NOT EXISTS app;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bellwether_reader') THEN
    BEGIN
      CREATE ROLE bellwether_reader NOLOGIN NOINHERIT NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster was faster
    END;
  END IF;
  EXECUTE format('GRANT bellwether_reader TO %I', current_user);
END $$;

------------------------------------------------------------------------------------------------- log

CREATE TABLE log.event_partition (
  partition smallint PRIMARY KEY,
  next_offset bigint NOT NULL DEFAULT 0,
  arrived_on date NOT NULL DEFAULT '1970-01-01' -- never goes back, so that offsets and days agree
);
INSERT INTO log.event_partition (partition) SELECT generate_series(0, 7);

CREATE TABLE log.event (
  arrived_on date NOT NULL,
  partition smallint NOT NULL,
  "offset" bigint NOT NULL,
  arrived_at timestamptz(3) NOT NULL,
  type text NOT NULL,
  schema_version smallint NOT NULL,
  source text COLLATE "C" NOT NULL,
  event_id text COLLATE "C" NOT NULL,
  occurred_at timestamptz(3) NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (arrived_on, partition, "offset")
) PARTITION BY RANGE (arrived_on);

CREATE FUNCTION log.ensure_event_partition(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  child text := 'event_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF to_regclass('log.' || child) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('log.ensure_event_partition', 0));
  IF to_regclass('log.' || child) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE log.%I PARTITION OF log.event FOR VALUES FROM (%L) TO (%L)', child, day, day + 1);
END $$;

-- (source, id) identifies an event for ever: key and content are keyed hashes of 128 bits.
CREATE TABLE log.event_key (
  key uuid PRIMARY KEY,
  content uuid NOT NULL
);

CREATE TABLE log.consumer (
  consumer text NOT NULL,
  partition smallint NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  arrived_on date NOT NULL DEFAULT '1970-01-01', -- no unread event arrived before this day
  lease_owner text,                              -- who took it last; the lease itself is a session's advisory lock
  lease_epoch bigint NOT NULL DEFAULT 0,         -- grows at each take-over and fences whoever held it before
  PRIMARY KEY (consumer, partition)
);
INSERT INTO log.consumer (consumer, partition) SELECT 'aggregator', generate_series(0, 7);

-- Who is at work, so that partitions are shared fairly. Only for balance: correctness rests on the epoch.
CREATE TABLE log.consumer_member (
  consumer text NOT NULL,
  member text NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (consumer, member)
);

CREATE TABLE log.quarantine (
  id uuid PRIMARY KEY,
  arrived_at timestamptz(3) NOT NULL DEFAULT now(),
  source text,
  event_id text,
  type text,
  schema_version smallint,
  api_key_id uuid,
  sealed_body bytea NOT NULL,         -- under the vault's key
  errors jsonb NOT NULL,              -- [{path, rule}], never what was found
  state text NOT NULL DEFAULT 'open', -- open, replayed, discarded
  resolved_at timestamptz(3)
);
CREATE INDEX quarantine_open ON log.quarantine (state, arrived_at);

----------------------------------------------------------------------------------------------- vault

CREATE TABLE vault.person (
  person uuid PRIMARY KEY,               -- the pseudonym
  index_key bytea NOT NULL UNIQUE,       -- HMAC of the institution's id
  wrapped_key bytea NOT NULL,            -- the person's key under the master key
  sealed_id bytea NOT NULL,              -- the institution's id under the person's key
  kind text,
  sealed_identity text,                  -- base64: name, e-mail, birth date under the person's key
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  recorded_at timestamptz(3),
  occurred_at timestamptz(3),
  source text COLLATE "C",
  event_id text COLLATE "C"
);

CREATE TABLE vault.key_check (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  sealed bytea NOT NULL
);

------------------------------------------------------------------------------------------ dimensions

CREATE TABLE warehouse.dim_date (
  date date PRIMARY KEY,
  iso_week text NOT NULL,
  iso_weekday smallint NOT NULL,
  month smallint NOT NULL,
  year smallint NOT NULL
);
INSERT INTO warehouse.dim_date
SELECT d, to_char(d, 'IYYY-"W"IW'), extract(isodow FROM d), extract(month FROM d), extract(year FROM d)
FROM generate_series(date '2000-01-01', date '2060-12-31', interval '1 day') AS day, LATERAL (SELECT day::date AS d);

CREATE TABLE warehouse.dim_source (
  source text COLLATE "C" PRIMARY KEY,
  first_seen_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE warehouse.dim_org_unit (
  org_unit_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  name text,
  name_ko text,
  kind text,
  parent_key integer NOT NULL DEFAULT 0,
  inferred boolean NOT NULL DEFAULT true,
  recorded_at timestamptz(3), occurred_at timestamptz(3), source text COLLATE "C", event_id text COLLATE "C"
);
CREATE INDEX dim_org_unit_parent ON warehouse.dim_org_unit (parent_key);

CREATE TABLE warehouse.dim_term (
  term_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  name text,
  academic_year text,
  starts_on date,
  ends_on date,
  census_on date,
  inferred boolean NOT NULL DEFAULT true,
  recorded_at timestamptz(3), occurred_at timestamptz(3), source text COLLATE "C", event_id text COLLATE "C"
);

CREATE TABLE warehouse.dim_program (
  program_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  name text,
  org_unit_key integer NOT NULL DEFAULT 0,
  level text,
  inferred boolean NOT NULL DEFAULT true,
  recorded_at timestamptz(3), occurred_at timestamptz(3), source text COLLATE "C", event_id text COLLATE "C"
);
CREATE INDEX dim_program_org_unit ON warehouse.dim_program (org_unit_key);

CREATE TABLE warehouse.dim_course (
  course_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  title text,
  org_unit_key integer NOT NULL DEFAULT 0,
  credits numeric,
  inferred boolean NOT NULL DEFAULT true,
  recorded_at timestamptz(3), occurred_at timestamptz(3), source text COLLATE "C", event_id text COLLATE "C"
);
CREATE INDEX dim_course_org_unit ON warehouse.dim_course (org_unit_key);

CREATE TABLE warehouse.dim_section (
  section_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  course_key integer NOT NULL DEFAULT 0,
  term_key integer NOT NULL DEFAULT 0,
  org_unit_key integer NOT NULL DEFAULT 0, -- of its course: resolved, because unit cells hang on it
  mode text,
  meetings_planned integer,
  scale text,
  inferred boolean NOT NULL DEFAULT true,
  recorded_at timestamptz(3), occurred_at timestamptz(3), source text COLLATE "C", event_id text COLLATE "C"
);
CREATE INDEX dim_section_course ON warehouse.dim_section (course_key);
CREATE INDEX dim_section_term ON warehouse.dim_section (term_key, org_unit_key);
CREATE INDEX dim_section_org_unit ON warehouse.dim_section (org_unit_key);

CREATE TABLE warehouse.dim_instructor (
  person uuid PRIMARY KEY
);

CREATE TABLE warehouse.bridge_section_instructor (
  section_key integer NOT NULL,
  person uuid NOT NULL,
  PRIMARY KEY (section_key, person)
);
CREATE INDEX bridge_section_instructor_person ON warehouse.bridge_section_instructor (person);

CREATE TABLE warehouse.dim_student (
  student uuid PRIMARY KEY,
  inferred boolean NOT NULL DEFAULT true -- no student.defined has arrived
);

-- Slowly changing, type 2. A version holds in [effective_from, effective_to); the earliest from -infinity on.
CREATE TABLE warehouse.dim_student_version (
  student uuid NOT NULL,
  valid_from date NOT NULL,
  effective_from date NOT NULL,
  effective_to date NOT NULL,
  program_key integer NOT NULL DEFAULT 0,
  year_of_study smallint,
  admitted_on date,
  advisor uuid,
  sealed_attributes text,
  recorded_at timestamptz(3) NOT NULL, occurred_at timestamptz(3) NOT NULL,
  source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (student, valid_from)
);
CREATE INDEX dim_student_version_advisor ON warehouse.dim_student_version (advisor) WHERE advisor IS NOT NULL;
CREATE INDEX dim_student_version_program ON warehouse.dim_student_version (program_key);

CREATE TABLE warehouse.dim_meeting (
  meeting_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  section_key integer NOT NULL DEFAULT 0,
  starts_at timestamptz(3),
  held_on date,                        -- local date of starts_at in the institution's zone
  status text,                         -- planned, held, cancelled
  rolls integer NOT NULL DEFAULT 0,    -- attendance rows of this meeting
  inferred boolean NOT NULL DEFAULT true,
  recorded_at timestamptz(3), occurred_at timestamptz(3), source text COLLATE "C", event_id text COLLATE "C"
);
CREATE INDEX dim_meeting_section ON warehouse.dim_meeting (section_key, held_on);

CREATE TABLE warehouse.dim_assessment (
  assessment_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  section_key integer NOT NULL DEFAULT 0,
  title text,
  kind text,
  weight numeric,
  max_score numeric,
  due_on date,
  inferred boolean NOT NULL DEFAULT true,
  recorded_at timestamptz(3), occurred_at timestamptz(3), source text COLLATE "C", event_id text COLLATE "C"
);
CREATE INDEX dim_assessment_section ON warehouse.dim_assessment (section_key);

CREATE TABLE warehouse.dim_scale_letter (
  scale text NOT NULL,
  letter text NOT NULL,
  position smallint NOT NULL,
  points numeric,
  failing boolean NOT NULL DEFAULT false,
  low boolean NOT NULL DEFAULT false, -- failing letters are low too
  PRIMARY KEY (scale, letter)
);
INSERT INTO warehouse.dim_scale_letter (scale, letter, position, points, failing, low) VALUES
  ('4.5','A+',1,4.5,false,false),('4.5','A0',2,4.0,false,false),('4.5','B+',3,3.5,false,false),('4.5','B0',4,3.0,false,false),
  ('4.5','C+',5,2.5,false,false),('4.5','C0',6,2.0,false,false),('4.5','D+',7,1.5,false,true),('4.5','D0',8,1.0,false,true),
  ('4.5','F',9,0,true,true),('4.5','P',10,NULL,false,false),('4.5','NP',11,NULL,true,true),
  ('4.3','A+',1,4.3,false,false),('4.3','A0',2,4.0,false,false),('4.3','A-',3,3.7,false,false),('4.3','B+',4,3.3,false,false),
  ('4.3','B0',5,3.0,false,false),('4.3','B-',6,2.7,false,false),('4.3','C+',7,2.3,false,false),('4.3','C0',8,2.0,false,false),
  ('4.3','C-',9,1.7,false,false),('4.3','D+',10,1.3,false,true),('4.3','D0',11,1.0,false,true),('4.3','D-',12,0.7,false,true),
  ('4.3','F',13,0,true,true),('4.3','P',14,NULL,false,false),('4.3','NP',15,NULL,true,true),
  ('4.0','A',1,4.0,false,false),('4.0','A-',2,3.7,false,false),('4.0','B+',3,3.3,false,false),('4.0','B',4,3.0,false,false),
  ('4.0','B-',5,2.7,false,false),('4.0','C+',6,2.3,false,false),('4.0','C',7,2.0,false,false),('4.0','C-',8,1.7,false,false),
  ('4.0','D+',9,1.3,false,true),('4.0','D',10,1.0,false,true),('4.0','D-',11,0.7,false,true),('4.0','F',12,0,true,true),
  ('4.0','P',13,NULL,false,false),('4.0','NP',14,NULL,true,true),
  ('band','Distinction',1,NULL,false,false),('band','Merit',2,NULL,false,false),('band','Pass',3,NULL,false,false),('band','Fail',4,NULL,true,true);

----------------------------------------------------------------------------------------------- facts
-- Facts keep the cell keys that they were resolved to, so that a change can take back exactly what was added.

CREATE TABLE warehouse.fact_attendance (
  meeting_key bigint NOT NULL,
  student uuid NOT NULL,
  status text NOT NULL,                 -- present, late, absent, excused
  counted boolean NOT NULL,             -- the meeting is known and held
  term_key integer NOT NULL,
  section_key integer NOT NULL,
  org_unit_key integer NOT NULL,
  program_key integer NOT NULL,         -- the student's on the day of the meeting
  held_on date NOT NULL,                -- -infinity while the meeting is not known
  recorded_at timestamptz(3) NOT NULL, occurred_at timestamptz(3) NOT NULL,
  source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (meeting_key, student)
) PARTITION BY HASH (meeting_key);
CREATE INDEX fact_attendance_student ON warehouse.fact_attendance (student);

CREATE TABLE warehouse.fact_enrollment (
  section_key integer NOT NULL,
  student uuid NOT NULL,
  status text NOT NULL,                 -- enrolled, withdrawn, completed
  effective_on date NOT NULL,
  sealed_reason text,
  term_key integer NOT NULL,
  org_unit_key integer NOT NULL,
  program_key integer NOT NULL,         -- the student's on the term's census day
  low_state text,                       -- the state (provisional, final) of a low letter held here
  recorded_at timestamptz(3) NOT NULL, occurred_at timestamptz(3) NOT NULL,
  source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (section_key, student)
) PARTITION BY HASH (section_key);
CREATE INDEX fact_enrollment_student ON warehouse.fact_enrollment (student);
CREATE INDEX fact_enrollment_term ON warehouse.fact_enrollment (term_key);

CREATE TABLE warehouse.fact_grade (
  section_key integer NOT NULL,
  student uuid NOT NULL,
  scale text NOT NULL,
  letter text NOT NULL,
  points numeric,                       -- as posted
  credits numeric,                      -- as posted
  state text NOT NULL,                  -- provisional, final
  term_key integer NOT NULL,
  org_unit_key integer NOT NULL,
  program_key integer NOT NULL,
  grade_point_credits numeric NOT NULL, -- points x credits, resolved: posted, else the scale's and the course's
  graded_credits numeric NOT NULL,      -- 0 where the row has no points
  recorded_at timestamptz(3) NOT NULL, occurred_at timestamptz(3) NOT NULL,
  source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (section_key, student)
) PARTITION BY HASH (section_key);
CREATE INDEX fact_grade_student ON warehouse.fact_grade (student);
CREATE INDEX fact_grade_term ON warehouse.fact_grade (term_key);

CREATE TABLE warehouse.fact_registration (
  student uuid NOT NULL,
  term_key integer NOT NULL,
  effective_on date NOT NULL,
  status text NOT NULL,                 -- enrolled, leave, withdrawn, dismissed, graduated, transferred
  own_program_key integer NOT NULL,     -- as stated by the event, 0: none
  program_key integer NOT NULL,         -- its own, else the student's on the term's census day
  sealed_reason text,
  recorded_at timestamptz(3) NOT NULL, occurred_at timestamptz(3) NOT NULL,
  source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (student, term_key, effective_on)
) PARTITION BY HASH (student);
CREATE INDEX fact_registration_term ON warehouse.fact_registration (term_key, program_key);

CREATE TABLE warehouse.fact_score (
  assessment_key integer NOT NULL,
  student uuid NOT NULL,
  score numeric,                        -- null: taken back
  submitted_on date,
  section_key integer NOT NULL,
  term_key integer NOT NULL,
  org_unit_key integer NOT NULL,
  recorded_at timestamptz(3) NOT NULL, occurred_at timestamptz(3) NOT NULL,
  source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (assessment_key, student)
) PARTITION BY HASH (assessment_key);
CREATE INDEX fact_score_student ON warehouse.fact_score (student);
CREATE INDEX fact_score_section ON warehouse.fact_score (section_key);

CREATE TABLE warehouse.fact_activity (
  student uuid NOT NULL,
  section_key integer NOT NULL,         -- 0: not of one section
  day date NOT NULL,                    -- local
  kind text NOT NULL,
  observations bigint NOT NULL,
  PRIMARY KEY (student, section_key, day, kind)
) PARTITION BY HASH (student);

CREATE TABLE warehouse.fact_contact (
  id text COLLATE "C" PRIMARY KEY,
  student uuid NOT NULL,
  channel text NOT NULL,
  sealed_note text,
  recorded_at timestamptz(3) NOT NULL, occurred_at timestamptz(3) NOT NULL,
  source text COLLATE "C" NOT NULL, event_id text COLLATE "C" NOT NULL
);
CREATE INDEX fact_contact_student ON warehouse.fact_contact (student);

----------------------------------------------------------------------------------------------- cells
-- Additive measures over facts. Cells of key 0 hold what is not yet resolved. A cell whose measures
-- are all zero means the same as no cell.

CREATE TABLE warehouse.cell_attendance (
  term_key integer NOT NULL, section_key integer NOT NULL, held_on date NOT NULL, program_key integer NOT NULL,
  present integer NOT NULL, late integer NOT NULL, absent integer NOT NULL, excused integer NOT NULL,
  PRIMARY KEY (term_key, section_key, held_on, program_key)
) PARTITION BY HASH (term_key);
CREATE INDEX cell_attendance_date ON warehouse.cell_attendance (term_key, held_on);

CREATE TABLE warehouse.cell_attendance_unit (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, held_on date NOT NULL, program_key integer NOT NULL,
  present integer NOT NULL, late integer NOT NULL, absent integer NOT NULL, excused integer NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, held_on, program_key)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_attendance_term (
  term_key integer NOT NULL, section_key integer NOT NULL, program_key integer NOT NULL,
  present integer NOT NULL, late integer NOT NULL, absent integer NOT NULL, excused integer NOT NULL,
  PRIMARY KEY (term_key, section_key, program_key)
) PARTITION BY HASH (term_key);

-- One row per student, so that distinct students can be counted. Student-level: under row-level security.
CREATE TABLE warehouse.cell_attendance_student (
  term_key integer NOT NULL, section_key integer NOT NULL, program_key integer NOT NULL, student uuid NOT NULL,
  present integer NOT NULL, late integer NOT NULL, absent integer NOT NULL, excused integer NOT NULL,
  PRIMARY KEY (term_key, section_key, program_key, student)
) PARTITION BY HASH (term_key);
CREATE INDEX cell_attendance_student_student ON warehouse.cell_attendance_student (student);

CREATE TABLE warehouse.cell_meeting (
  term_key integer NOT NULL, section_key integer NOT NULL, held_on date NOT NULL,
  held integer NOT NULL, recorded integer NOT NULL,
  PRIMARY KEY (term_key, section_key, held_on)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_meeting_unit (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, held_on date NOT NULL,
  held integer NOT NULL, recorded integer NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, held_on)
) PARTITION BY HASH (term_key);

-- effective_on is kept for withdrawals; -infinity for the other states.
CREATE TABLE warehouse.cell_enrollment (
  term_key integer NOT NULL, section_key integer NOT NULL, program_key integer NOT NULL,
  status text NOT NULL, effective_on date NOT NULL,
  enrolments integer NOT NULL, low_provisional integer NOT NULL, low_final integer NOT NULL,
  PRIMARY KEY (term_key, section_key, program_key, status, effective_on)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_grade (
  term_key integer NOT NULL, section_key integer NOT NULL, program_key integer NOT NULL,
  state text NOT NULL, scale text NOT NULL, letter text NOT NULL,
  grades integer NOT NULL, grade_point_credits numeric NOT NULL, graded_credits numeric NOT NULL,
  PRIMARY KEY (term_key, section_key, program_key, state, scale, letter)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_grade_unit (
  term_key integer NOT NULL, org_unit_key integer NOT NULL, program_key integer NOT NULL,
  state text NOT NULL, scale text NOT NULL, letter text NOT NULL,
  grades integer NOT NULL, grade_point_credits numeric NOT NULL, graded_credits numeric NOT NULL,
  PRIMARY KEY (term_key, org_unit_key, program_key, state, scale, letter)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_registration (
  term_key integer NOT NULL, program_key integer NOT NULL, status text NOT NULL, effective_on date NOT NULL,
  registrations integer NOT NULL,
  PRIMARY KEY (term_key, program_key, status, effective_on)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_score (
  term_key integer NOT NULL, section_key integer NOT NULL, assessment_key integer NOT NULL,
  scores integer NOT NULL, score_sum numeric NOT NULL,
  PRIMARY KEY (term_key, section_key, assessment_key)
) PARTITION BY HASH (term_key);

CREATE TABLE warehouse.cell_activity (
  section_key integer NOT NULL, day date NOT NULL,
  observations bigint NOT NULL,
  PRIMARY KEY (section_key, day)
);

-- Which students were active on a day: student-level, under row-level security.
CREATE TABLE warehouse.cell_activity_student (
  day date NOT NULL, student uuid NOT NULL,
  observations bigint NOT NULL,
  PRIMARY KEY (day, student)
);
CREATE INDEX cell_activity_student_student ON warehouse.cell_activity_student (student, day);

DO $$
DECLARE
  parent regclass;
BEGIN
  FOREACH parent IN ARRAY ARRAY[
    'warehouse.fact_attendance', 'warehouse.fact_enrollment', 'warehouse.fact_grade', 'warehouse.fact_registration',
    'warehouse.fact_score', 'warehouse.fact_activity',
    'warehouse.cell_attendance', 'warehouse.cell_attendance_unit', 'warehouse.cell_attendance_term',
    'warehouse.cell_attendance_student', 'warehouse.cell_meeting', 'warehouse.cell_meeting_unit',
    'warehouse.cell_enrollment', 'warehouse.cell_grade', 'warehouse.cell_grade_unit', 'warehouse.cell_registration',
    'warehouse.cell_score']::regclass[]
  LOOP
    FOR remainder IN 0..3 LOOP
      -- Room in the page keeps updates of measures off the indexes.
      EXECUTE format('CREATE TABLE %s_p%s PARTITION OF %s FOR VALUES WITH (MODULUS 4, REMAINDER %s) WITH (fillfactor = 85)',
        parent, remainder, parent, remainder);
    END LOOP;
  END LOOP;
END $$;

------------------------------------------------------------------------------------------------ feed
-- One position per committed batch. Updating feed_head is the one lock that orders commits (EXACT-3);
-- a snapshot reads it in its own transaction to learn its position.

CREATE TABLE warehouse.feed_head (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  position bigint NOT NULL DEFAULT 0
);
INSERT INTO warehouse.feed_head DEFAULT VALUES;

CREATE TABLE warehouse.feed_commit (
  position bigint PRIMARY KEY,
  committed_at timestamptz(3) NOT NULL,
  events integer NOT NULL
);

CREATE TABLE warehouse.feed (
  position bigint NOT NULL,
  ordinal integer NOT NULL,
  committed_at timestamptz(3) NOT NULL,
  family text NOT NULL,               -- attendance, meeting, enrollment, grade, registration, score, activity, dimension
  term_key integer NOT NULL,
  section_key integer NOT NULL,
  org_unit_key integer NOT NULL,
  program_key integer NOT NULL,
  day date,
  detail text[] NOT NULL DEFAULT '{}', -- the cell's remaining keys in their order
  before numeric[],                    -- the measures in their order; null: there was no cell
  after numeric[],
  PRIMARY KEY (position, ordinal)
);
CREATE INDEX feed_committed_at ON warehouse.feed USING brin (committed_at);

-- Which student-level facts changed: keys only, values are read under scope.
CREATE TABLE warehouse.feed_touch (
  position bigint NOT NULL,
  ordinal integer NOT NULL,
  family text NOT NULL,
  section_key integer NOT NULL,        -- 0: not of one section
  students uuid[] NOT NULL,
  PRIMARY KEY (position, ordinal)
);

CREATE TABLE warehouse.watermark (
  source text COLLATE "C" NOT NULL,
  partition smallint NOT NULL,
  event_time timestamptz(3) NOT NULL,   -- greatest occurred_at processed
  arrived_at timestamptz(3) NOT NULL,   -- greatest arrival processed
  events bigint NOT NULL,
  PRIMARY KEY (source, partition)
);

------------------------------------------------------------------------------------------------- app

CREATE TABLE app.setting (
  key text PRIMARY KEY,
  value jsonb NOT NULL,
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE app.policy (
  version integer PRIMARY KEY,
  valid_from date NOT NULL,
  document jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
INSERT INTO app.policy (version, valid_from, document) VALUES (1, '-infinity', '{
  "attendance": {"lateWeight": 1, "excused": "excluded", "absenceLimit": 0.25, "chronicRate": 0.1, "chronicMinimum": 10},
  "dropout": {"window": "term", "census": "term", "countLeave": false},
  "suppression": {"threshold": 10}
}');

CREATE TABLE app."user" (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text,
  person uuid,
  demo boolean NOT NULL DEFAULT false,
  disabled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX user_email ON app."user" (lower(email));

CREATE TABLE app.role_grant (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  role text NOT NULL,                  -- admin, dean, faculty, advisor, engineer, viewer
  scope jsonb NOT NULL,                -- lib/access/scope.ts
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  ends_at timestamptz(3),
  revoked_at timestamptz(3)
);
CREATE INDEX role_grant_user ON app.role_grant (user_id);

CREATE TABLE app.session (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3)
);
CREATE INDEX session_of_user ON app.session (user_id);

CREATE TABLE app.sign_in_link (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app."user" (id) ON DELETE CASCADE,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3)
);

CREATE TABLE app.sign_in_attempt (
  subject bytea PRIMARY KEY,           -- keyed hash of account or address
  failures integer NOT NULL,
  window_ends_at timestamptz(3) NOT NULL
);

CREATE TABLE app.api_key (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  prefix text NOT NULL UNIQUE,         -- the public part, to find the row by
  secret_hash bytea NOT NULL,
  can text[] NOT NULL,
  scope jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3)
);

CREATE TABLE app.audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz(3) NOT NULL DEFAULT now(),
  actor text NOT NULL,                 -- user:<id>, api-key:<id>, system
  action text NOT NULL,
  subject text,
  detail jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_at ON app.audit (at);

-- Whoever caches access hears of changes at once (SCOPE-1). Payload: user:<id> or api-key:<id>.
CREATE FUNCTION app.notify_access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
BEGIN
  IF TG_TABLE_NAME = 'api_key' THEN
    PERFORM pg_notify('access_changed', 'api-key:' || (changed->>'id'));
  ELSIF TG_TABLE_NAME = 'user' THEN
    PERFORM pg_notify('access_changed', 'user:' || (changed->>'id'));
  ELSE
    PERFORM pg_notify('access_changed', 'user:' || (changed->>'user_id'));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER access_changed AFTER INSERT OR UPDATE OR DELETE ON app.role_grant
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();
CREATE TRIGGER access_changed AFTER UPDATE OR DELETE ON app.session
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();
CREATE TRIGGER access_changed AFTER UPDATE OR DELETE ON app."user"
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();
CREATE TRIGGER access_changed AFTER UPDATE OF can, scope, expires_at, revoked_at OR DELETE ON app.api_key
  FOR EACH ROW EXECUTE FUNCTION app.notify_access_changed();

----------------------------------------------------------------------------------------------- scope
-- The reader's transaction carries its scope in the setting bellwether.scope, a JSON object:
--   {"everything": true} or
--   {"orgUnits": [ids], "courses": [ids], "sections": [ids], "instructors": [persons], "advisors": [persons]}
-- Missing or empty: nothing. The functions run as their owner, so that policies can use them without
-- recursion, and are called once a query from uncorrelated subselects.

CREATE FUNCTION warehouse.org_unit_subtree(roots integer[]) RETURNS integer[] LANGUAGE sql STABLE
SET search_path = warehouse AS $$
  WITH RECURSIVE unit AS (
    SELECT unnest(roots) AS org_unit_key
    UNION -- not ALL: a cycle in what was sent ends here
    SELECT child.org_unit_key FROM dim_org_unit child JOIN unit ON child.parent_key = unit.org_unit_key
  )
  SELECT coalesce(array_agg(org_unit_key), '{}') FROM unit
$$;

CREATE FUNCTION warehouse.current_scope() RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('bellwether.scope', true), '')::jsonb, '{}'::jsonb)
$$;

CREATE FUNCTION warehouse.scope_everything() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((warehouse.current_scope()->'everything')::boolean, false)
$$;

CREATE FUNCTION warehouse.scope_org_units() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT org_unit_subtree(ARRAY(
    SELECT org_unit_key FROM dim_org_unit
    WHERE id IN (SELECT jsonb_array_elements_text(coalesce(current_scope()->'orgUnits', '[]')))))
$$;

CREATE FUNCTION warehouse.scope_programs() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT coalesce(array_agg(program_key), '{}') FROM dim_program WHERE org_unit_key = ANY((SELECT scope_org_units())::integer[])
$$;

CREATE FUNCTION warehouse.scope_sections() RETURNS integer[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT coalesce(array_agg(section_key), '{}') FROM (
    SELECT section_key FROM dim_section WHERE org_unit_key = ANY((SELECT scope_org_units())::integer[])
    UNION
    SELECT s.section_key FROM dim_section s JOIN dim_course c USING (course_key)
    WHERE c.id IN (SELECT jsonb_array_elements_text(coalesce(current_scope()->'courses', '[]')))
    UNION
    SELECT section_key FROM dim_section
    WHERE id IN (SELECT jsonb_array_elements_text(coalesce(current_scope()->'sections', '[]')))
    UNION
    SELECT section_key FROM bridge_section_instructor
    WHERE person IN (SELECT jsonb_array_elements_text(coalesce(current_scope()->'instructors', '[]'))::uuid)
  ) reachable
$$;

CREATE FUNCTION warehouse.scope_advisees() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT coalesce(array_agg(student), '{}') FROM dim_student_version
  WHERE effective_to = 'infinity'
    AND advisor IN (SELECT jsonb_array_elements_text(coalesce(current_scope()->'advisors', '[]'))::uuid)
$$;

-- Advisees and whoever is or was enrolled in a section of the scope.
CREATE FUNCTION warehouse.scope_students() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = warehouse AS $$
  SELECT unnest(scope_advisees())
  UNION
  SELECT student FROM fact_enrollment WHERE section_key = ANY((SELECT scope_sections())::integer[])
$$;

GRANT USAGE ON SCHEMA warehouse TO bellwether_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA warehouse TO bellwether_reader;
GRANT USAGE ON SCHEMA app TO bellwether_reader;
GRANT SELECT ON app.policy, app.setting TO bellwether_reader;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA warehouse TO bellwether_reader;

DO $$
DECLARE
  part record;
BEGIN
  -- Partitions are reached through their parents, where the policies are.
  FOR part IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname = 'warehouse' AND c.relispartition AND c.relkind = 'r' LOOP
    EXECUTE format('REVOKE ALL ON %s FROM bellwether_reader', part.name);
  END LOOP;
END $$;

DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['fact_attendance', 'fact_enrollment', 'fact_grade', 'fact_score', 'cell_attendance_student'] LOOP
    EXECUTE format('ALTER TABLE warehouse.%I ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format($policy$
      CREATE POLICY in_scope ON warehouse.%I FOR SELECT TO bellwether_reader USING (
        (SELECT warehouse.scope_everything())
        OR section_key = ANY((SELECT warehouse.scope_sections())::integer[])
        OR student = ANY((SELECT warehouse.scope_advisees())::uuid[]))
    $policy$, guarded);
  END LOOP;

  FOREACH guarded IN ARRAY ARRAY['dim_student', 'dim_student_version', 'fact_activity', 'cell_activity_student', 'fact_contact'] LOOP
    EXECUTE format('ALTER TABLE warehouse.%I ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format($policy$
      CREATE POLICY in_scope ON warehouse.%I FOR SELECT TO bellwether_reader USING (
        (SELECT warehouse.scope_everything()) OR student IN (SELECT warehouse.scope_students()))
    $policy$, guarded);
  END LOOP;
END $$;

ALTER TABLE warehouse.fact_registration ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON warehouse.fact_registration FOR SELECT TO bellwether_reader USING (
  (SELECT warehouse.scope_everything())
  OR program_key = ANY((SELECT warehouse.scope_programs())::integer[])
  OR student IN (SELECT warehouse.scope_students()));

ALTER TABLE warehouse.feed_touch ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_scope ON warehouse.feed_touch FOR SELECT TO bellwether_reader USING (
  (SELECT warehouse.scope_everything()) OR section_key = ANY((SELECT warehouse.scope_sections())::integer[]));
