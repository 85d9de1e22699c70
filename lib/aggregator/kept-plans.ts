import type { PoolClient, QueryResult, QueryResultRow } from "pg";
import { statementName } from "@/lib/platform/statement-name";
import type { Queryable } from "./queryable";

/** At most so many events are few: planning the statements of their batch takes as long as running them. */
export const fewEvents = 1_000;
/** Milliseconds for which plans are kept at most: other lanes fill tables too. */
const longest = 10_000;

/**
 * A lane's connection, which keeps the plans of its statements from one batch of few events to the next. A plan is made for tables as
 * large as they are then: it is kept until the lane has applied as many events again as before it, so that by what the lane adds they
 * at most double. For a larger batch each statement is planned anew, by what the one before it left in the batch's tables.
 */
export class KeptPlans implements Queryable {
  private areKept = false;
  private madeAt = Number.NEGATIVE_INFINITY;
  private eventsBefore = 0;
  private eventsSince = 0;

  constructor(private readonly client: PoolClient) {}

  /** To be called in the batch's transaction, before anything is asked. `now`: milliseconds since an arbitrary moment. */
  async beginBatch(events: number, now: number): Promise<void> {
    this.areKept = events <= fewEvents;
    if (!this.areKept || this.eventsSince >= this.eventsBefore || now - this.madeAt >= longest) {
      if (this.madeAt !== Number.NEGATIVE_INFINITY) await this.client.query("DISCARD PLANS");
      this.madeAt = this.areKept ? now : Number.NEGATIVE_INFINITY;
      this.eventsBefore += this.eventsSince;
      this.eventsSince = 0;
    }
    this.eventsSince += events;
  }

  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>> {
    const asked = values === undefined ? { text } : { text, values };
    return this.client.query<R>(this.areKept ? { name: statementName(this.client, text), ...asked } : asked);
  }
}
