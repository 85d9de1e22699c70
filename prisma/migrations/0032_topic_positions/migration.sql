-- Where the consumer is in the topic of campus events, where the log is Kafka: moved in the transaction that keeps the
-- events, and sought at start (EXACT-2). A topic that was made anew has another id, and is read from its beginning.
CREATE TABLE log.topic_partition (
  partition smallint PRIMARY KEY,
  topic_id uuid NOT NULL,
  next_offset bigint NOT NULL,
  end_offset bigint NOT NULL -- how far the topic reached when somebody looked last
);

-- Events that are durable and not in the cells yet: of the log in this database, and of the topic before it.
CREATE VIEW log.backlog AS
SELECT consumer.partition,
  kept.next_offset - consumer.next_offset + coalesce(greatest(topic.end_offset - topic.next_offset, 0), 0) AS events
FROM log.consumer consumer
JOIN log.event_partition kept USING (partition)
LEFT JOIN log.topic_partition topic USING (partition)
WHERE consumer.consumer = 'aggregator';
