-- A job of Flink's is known while it runs too, so that one that its job manager forgot goes on from its last checkpoint; and how
-- far the log was sent to the topic again (docs/adr/0036).

ALTER TABLE log.cell_job
  ADD COLUMN checkpoints text,   -- the folder of this start's checkpoints alone; null: it was started before folders were kept
  ADD COLUMN started_from text,  -- the savepoint or checkpoint that it began with; null: with the beginning of the topics
  ALTER COLUMN savepoint DROP NOT NULL, -- null: it was not stopped
  ALTER COLUMN stopped_at DROP NOT NULL;

-- Up to where events of the log were sent to the topic again. Those of a partition are on the topic from an offset on: while the
-- topic has that, it has all of them.
CREATE TABLE log.topic_resend (
  partition smallint PRIMARY KEY,
  topic_id uuid NOT NULL,
  from_offset bigint NOT NULL, -- of the topic
  next_offset bigint NOT NULL, -- of the log
  arrived_on date NOT NULL     -- no event of the log from there on arrived before this day
);
