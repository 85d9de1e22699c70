-- The arrival time through which everything has been processed: now while nothing waits, else just before
-- the arrival of the oldest event that waits. The reader may know this without reading the log.
CREATE FUNCTION warehouse.processed_through() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = log AS $$
  SELECT coalesce(min(waiting.arrived_at), now())
  FROM consumer JOIN event_partition USING (partition)
  CROSS JOIN LATERAL (
    SELECT event.arrived_at FROM event
    WHERE event.partition = consumer.partition AND event."offset" >= consumer.next_offset
      AND event.arrived_on >= consumer.arrived_on
    ORDER BY event.arrived_on, event."offset" LIMIT 1) waiting
  WHERE consumer.consumer = 'aggregator' AND event_partition.next_offset > consumer.next_offset
$$;
GRANT EXECUTE ON FUNCTION warehouse.processed_through() TO bellwether_reader;
