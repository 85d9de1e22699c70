import type { PoolClient } from "pg";

/*
 * The log of campus events, as those see it who write to it and read from it: eight partitions, each in its order, every
 * event once. Whichever log an event came through, once it was staged it is in `log.event`, at the offset that
 * `log.consumer` counts: recomputations and histories read it there. Leases of partitions and their fencing are the
 * consumer's (lib/aggregator/leases.ts).
 */

/** A campus event as the log holds it: persons are pseudonyms, free text is sealed. */
export type LogEntry = {
  type: string;
  schemaVersion: number;
  source: string;
  id: string;
  occurredAt: string;
  recordedAt: string;
  /** The value that decides the partition. */
  partitionKey: string;
  data: Record<string, unknown>;
  /** The API key that it came with. */
  keyId?: string | null;
  /** The event before pseudonyms, in one spelling: the same event sent again has the same. */
  canonical: string;
};

export type AppendResult = "accepted" | "duplicate" | "id-conflict";

/** The end that ingest writes to. Bounded: whoever sends more than is made durable is asked to wait. */
export interface LogWriter {
  /**
   * Resolves, once durable, with what became of each entry (LOG-1). Throws too-many-requests when too many wait, and
   * unavailable where the log does not answer; what became of the entries is not known then, and sending them again does
   * no harm. `began`: when the first of them was read, for traces.
   */
  append(entries: LogEntry[], began?: number): Promise<AppendResult[]>;
  /** Throws as `append` would, before a body is read. */
  refuseWhenFull(): void;
  close(): Promise<void>;
}

/** What the consumer's transaction was given. */
export type Staged = {
  /** Entries of the log that were taken; 0: there is nothing now. */
  taken: number;
  /** Events that the table `batch` holds now. */
  events: number;
  /** Partitions of which entries were passed over that the batch does not hold. */
  passed: readonly number[];
  /** To be called last in the transaction, where something was taken. */
  settle(client: PoolClient): Promise<void>;
};

/** The end that the aggregator reads from; one for all of a process's lanes. */
export interface LogReader {
  /**
   * Stages the next events of partitions, each in the order of its log, in the temporary table `batch`, inside the
   * consumer's transaction: what is undone is staged again. Where each partition goes on is kept by that transaction too
   * (EXACT-2), and so is each (source, id), of which an event is staged once.
   */
  stage(client: PoolClient, partitions: readonly number[], limit: number): Promise<Staged>;
  close(): Promise<void>;
}

export type ReaderEvents = {
  /** There may be more to stage. Called too often rather than too seldom; a lost call is made up for by asking. */
  onAppended: () => void;
  onError: (error: unknown) => void;
};

/** How a process comes to its reader: of the log that its settings name. */
export type OpenReader = (events: ReaderEvents) => Promise<LogReader>;
