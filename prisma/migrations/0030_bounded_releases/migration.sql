-- Releases have a bound (ADR 27): a cell is of a whole term or of one week of it, and a range is the sum of its weeks.
-- What an asker could make up, a range, has no chain of its own any more; those that had one are never asked for again.

DELETE FROM app.release
WHERE (cell::jsonb ->> 2 IS NULL) <> (cell::jsonb ->> 3 IS NULL)
  OR (cell::jsonb ->> 3)::date - (cell::jsonb ->> 2)::date <> 6;

ALTER TABLE app.release
  ADD COLUMN place text,               -- level and node of the cell
  ADD COLUMN week date;                -- its Monday; null where the cell is of the whole term
UPDATE app.release SET week = (cell::jsonb ->> 2)::date, place = '[' || (cell::jsonb -> 0)::text || ',' || (cell::jsonb -> 1)::text || ']';
ALTER TABLE app.release ALTER COLUMN place SET NOT NULL;
-- Those of the asked weeks, or of the term, and not all that were ever released under the question.
CREATE INDEX release_week ON app.release (question, week, place);

-- How far back readers of releases may ask: superseded ones of before are gone. It never moves back, whatever the policy says
-- later, for what had been released then could not be told any more from what had not.
CREATE TABLE app.release_horizon (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  position bigint NOT NULL,
  moment timestamptz(3) NOT NULL
);

-- Changes of a week since a position: what was released of weeks long over is looked up by the few that came after.
CREATE INDEX feed_touch_week ON warehouse.feed_touch (week, position) WHERE week IS NOT NULL;
