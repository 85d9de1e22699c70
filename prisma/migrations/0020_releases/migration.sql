-- Readers without student-level rights see releases (ADR 27): a figure changes for them once enough students changed in it.

-- Whose facts changed is told by week for marks, and by program for registrations, which hang on no section.
ALTER TABLE warehouse.feed_touch
  ADD COLUMN program_key integer NOT NULL DEFAULT 0,
  ADD COLUMN week date;                -- its Monday; null where the family has none, and before this migration
CREATE INDEX feed_touch_place ON warehouse.feed_touch (section_key, program_key, position);
DROP VIEW past.feed_touch;
CREATE VIEW past.feed_touch WITH (security_invoker = true) AS
SELECT * FROM warehouse.feed_touch WHERE position <= (SELECT past.position());
GRANT SELECT ON past.feed_touch TO bellwether_reader;

-- What such readers were given: a chain of releases for each cell of a question under one scope.
CREATE TABLE app.release (
  question text NOT NULL,              -- hash of scope, KPI, term, policy version and what else is asked
  cell text NOT NULL,                  -- level, place and time (lib/kpis/releases/cell.ts)
  position bigint NOT NULL,            -- as of which feed position
  released_at timestamptz(3) NOT NULL,
  hidden boolean NOT NULL,
  figures jsonb NOT NULL,              -- what was given, or would have been were it not hidden
  ripe_for integer NOT NULL DEFAULT 0, -- so many students changed since, at least: under such a threshold the next look releases it anew
  PRIMARY KEY (question, cell, position)
);
