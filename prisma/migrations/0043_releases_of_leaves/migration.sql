-- What readers without student-level rights were given is kept by leaf (ADR 27): of each section, or program of registrations, and week
-- of marks. Every figure they see is a sum of these, so that a sum never waits for one of its parts.
CREATE TABLE app.released_leaf (
  id bigint GENERATED ALWAYS AS IDENTITY,
  question text NOT NULL,              -- hash of scope, KPI, term, state and the rules of the policy that it hangs on
  time text NOT NULL,                  -- 'term', or the Monday of a week
  leaf integer NOT NULL,               -- section_key, or program_key of registrations
  position bigint NOT NULL,            -- as of which feed position
  released_at timestamptz(3) NOT NULL,
  block integer NOT NULL,              -- key of the first of the leaves that were released together: none of them is told alone
  size integer NOT NULL,               -- how many they were
  veiled bigint,                       -- as of when it was last told with others while it counted few; null where it was not
  figures jsonb NOT NULL,              -- what it adds to whatever it lies in
  PRIMARY KEY (question, time, leaf, position)
);
-- What was released of a question since somebody looked.
CREATE UNIQUE INDEX released_leaf_since ON app.released_leaf (question, id);

-- What they were told of places where leaves do not add up: distinct students, and who is active.
CREATE TABLE app.released_place (
  question text NOT NULL,
  place text NOT NULL,                 -- level and node
  time text NOT NULL,                  -- 'term', or the Monday of a week
  position bigint NOT NULL,            -- as of which feed position
  released_at timestamptz(3) NOT NULL,
  figures jsonb NOT NULL,
  PRIMARY KEY (question, place, time)
);

-- Whose facts changed is told by term for registrations, and by state for grades: what changes in another changes no figure of this one.
ALTER TABLE warehouse.feed_touch
  ADD COLUMN term_key integer NOT NULL DEFAULT 0, -- 0: that of the section; and before this migration
  ADD COLUMN state text;                          -- null where the family has none; and before this migration
CREATE OR REPLACE VIEW past.feed_touch WITH (security_invoker = true) AS
SELECT * FROM warehouse.feed_touch WHERE position <= (SELECT past.position());

-- Not read since. They stay while processes of the version before may run, and go with the next one.
COMMENT ON TABLE app.release IS 'Of versions before app.released_leaf.';
COMMENT ON TABLE app.release_ground IS 'Of versions before app.released_leaf.';
