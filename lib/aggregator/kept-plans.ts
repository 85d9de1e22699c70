import type { PoolClient, QueryResult, QueryResultRow } from "pg";
import { statementName } from "@/lib/platform/statement-name";

/** What applies a batch asks this: a connection, or one whose plans are kept. */
export type Asker = { query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>> };

/** Events of a batch whose statements take as long to plan as to run. */
export const fewEvents = 1_000;
/** Batches and milliseconds for which plans are kept. */
const mostBatches = 64;
const longest = 10_000;

/**
 * A lane's connection, which keeps the plans of its statements from one batch of few events to the next. A plan is made for tables as
 * large as they are then: at first it is kept for as many batches as there were before, so that they can at most have doubled. For a
 * larger batch each statement is planned anew, by what the one before it left in the batch's tables.
 */
export class KeptPlans implements Asker {
  private areKept = false;
  private madeAt = Number.NEGATIVE_INFINITY;
  private batches = 0;
  private batchesBefore = 0;

  constructor(private readonly client: PoolClient) {}

  /** To be called in the batch's transaction, before anything is asked. `now`: milliseconds since an arbitrary moment. */
  async beginBatch(events: number, now: number): Promise<void> {
    this.areKept = events <= fewEvents;
    const isDue = !this.areKept || this.batches >= Math.min(mostBatches, this.batchesBefore) || now - this.madeAt >= longest;
    if (isDue) {
      if (this.madeAt !== Number.NEGATIVE_INFINITY) await this.client.query("DISCARD PLANS");
      this.madeAt = this.areKept ? now : Number.NEGATIVE_INFINITY;
      this.batchesBefore += this.batches;
      this.batches = 0;
    }
    this.batches += 1;
  }

  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>> {
    const asked = values === undefined ? { text } : { text, values };
    return this.client.query<R>(this.areKept ? { name: statementName(this.client, text), ...asked } : asked);
  }
}
