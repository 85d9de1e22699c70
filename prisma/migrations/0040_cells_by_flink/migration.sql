-- Cells that Flink computes (CELL_ENGINE=flink): dimensions go out to topics, cells come back on one (docs/adr/0030).

-- What a batch changed of the dimensions that facts are resolved by, until it is published.
CREATE TABLE log.dimension_change (
  batch bigint NOT NULL,
  dimension text NOT NULL,
  PRIMARY KEY (batch, dimension)
);

-- Up to which batches a dimension was published to its topic. One that was made anew has another id, and gets everything.
CREATE TABLE log.dimension_topic (
  dimension text PRIMARY KEY,
  topic_id uuid NOT NULL,
  last_batch bigint NOT NULL,
  open_batches bigint[] NOT NULL,
  publications bigint NOT NULL, -- how often something was
  held jsonb                    -- the keys that it holds, where rows may go
);

-- Where the transactions that take cells over are in their topic.
CREATE TABLE log.cell_partition (
  partition smallint PRIMARY KEY,
  topic_id uuid NOT NULL,
  next_offset bigint NOT NULL
);

-- What was found when Flink was last asked how far it is: with all publications of dimensions up to a number, and events up to
-- an offset, its cells are on the topic up to an end. No row: cells are those of the aggregator.
CREATE TABLE log.cell_progress (
  partition smallint PRIMARY KEY,
  event_topic_id uuid NOT NULL,
  events_through bigint NOT NULL,
  cells_end bigint NOT NULL,
  publications bigint NOT NULL
);

-- The savepoint that the job was stopped with, until it goes on from there.
CREATE TABLE log.cell_job (
  cells_topic_id uuid PRIMARY KEY,
  savepoint text NOT NULL,
  stopped_at timestamptz(3) NOT NULL
);

-- Up to when: cells hold what facts held then. Under a steady flow they never hold all of it, because more came meanwhile.
CREATE TABLE log.cell_moment (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  through timestamptz(3) NOT NULL
);

-- Whether cells hold all that facts hold: asked in the snapshot that reads both.
CREATE FUNCTION warehouse.cells_settled() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM log.cell_progress) THEN RETURN true; END IF;
  RETURN NOT EXISTS (SELECT FROM log.dimension_change)
    AND (SELECT coalesce(sum(publications), 0) FROM log.dimension_topic) = (SELECT min(publications) FROM log.cell_progress)
    AND NOT EXISTS (
      SELECT FROM log.cell_progress progress
      LEFT JOIN log.topic_partition facts ON facts.partition = progress.partition
      LEFT JOIN log.cell_partition cells ON cells.partition = progress.partition
      WHERE facts.topic_id <> progress.event_topic_id OR facts.next_offset > progress.events_through
        OR cells.next_offset IS NULL OR cells.next_offset < progress.cells_end);
END
$$;

-- Whether cells are at most fifteen seconds behind facts, which is what an answer says.
CREATE FUNCTION warehouse.cells_follow() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN warehouse.cells_settled() OR EXISTS (SELECT FROM log.cell_moment WHERE through > now() - interval '15 seconds');
END
$$;

REVOKE ALL ON FUNCTION warehouse.cells_settled(), warehouse.cells_follow() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION warehouse.cells_settled(), warehouse.cells_follow() TO bellwether_reader;
