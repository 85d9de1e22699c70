-- How much came from each source, by the hour of its arrival (UTC). Counted in the transaction that appends or
-- quarantines, so that nobody has to scan the log for it. Source '': it could not be read.
CREATE TABLE log.arrival_hour (
  source text COLLATE "C" NOT NULL,
  hour timestamptz(3) NOT NULL,
  accepted bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (source, hour)
);
CREATE INDEX arrival_hour_hour ON log.arrival_hour (hour);

-- The same for ever, by contract. Type '' and version 0: no contract that we know.
CREATE TABLE log.arrival_total (
  source text COLLATE "C" NOT NULL,
  type text NOT NULL,
  schema_version smallint NOT NULL,
  accepted bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (source, type, schema_version)
);

-- What came before was counted by nobody: accepted and rejected can be counted now, duplicates leave no trace.
INSERT INTO log.arrival_hour (source, hour, accepted, rejected)
SELECT source, hour, sum(accepted), sum(rejected) FROM (
  SELECT source, date_trunc('hour', arrived_at, 'UTC') AS hour, count(*) AS accepted, 0 AS rejected FROM log.event GROUP BY 1, 2
  UNION ALL
  SELECT coalesce(source, ''), date_trunc('hour', arrived_at, 'UTC'), 0, count(*) FROM log.quarantine GROUP BY 1, 2) before
GROUP BY source, hour;

INSERT INTO log.arrival_total (source, type, schema_version, accepted)
SELECT source, type, schema_version, count(*) FROM log.event GROUP BY source, type, schema_version;

INSERT INTO log.arrival_total AS total (source, type, schema_version, rejected)
SELECT coalesce(q.source, ''), coalesce(known.type, ''), CASE WHEN known.type IS NULL THEN 0 ELSE 1 END, count(*)
FROM log.quarantine q LEFT JOIN (SELECT DISTINCT type FROM log.event) known USING (type) GROUP BY 1, 2, 3
ON CONFLICT (source, type, schema_version) DO UPDATE SET rejected = excluded.rejected;

-- A rejected event is open until it passes or somebody lays it aside.
ALTER TABLE log.quarantine
  ADD COLUMN resolved_by text,         -- user:<id>, system
  ADD COLUMN sealed_mended bytea,      -- the body that passed, where it was mended; under the vault's key
  ADD COLUMN sealed_reason bytea,      -- why it was discarded; under the vault's key
  ADD CONSTRAINT quarantine_state CHECK (state IN ('open', 'replayed', 'discarded'));
CREATE INDEX quarantine_arrived_at_id ON log.quarantine (arrived_at, id);

-- Grain: one row per run of verify.
CREATE TABLE app.verification (
  id uuid PRIMARY KEY,
  night date UNIQUE,                   -- of the run of that night: whoever comes second finds it taken
  actor text NOT NULL,                 -- user:<id>, system
  started_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),             -- null: it runs, or was cut off
  step integer NOT NULL DEFAULT 0,
  steps integer NOT NULL,
  compared bigint,                     -- null: it did not come to a result
  differ bigint,
  examples jsonb NOT NULL DEFAULT '[]' -- cells that differ, without the keys of persons
);
CREATE INDEX verification_started_at ON app.verification (started_at);
