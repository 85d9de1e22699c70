import { setTimeout as pause } from "node:timers/promises";
import { answerSchema, lines } from "@/lib/runtime/testing/client";
import type { SentEvent } from "@/lib/simulator/events";

/** Events in one request. */
const batchOf = 60;
const senders = 4;
const patience = 15_000;

/** Sends events in batches, each again and again until it was acknowledged, as a system that feeds us does. */
export class Load {
  /** Events that were acknowledged. */
  acknowledged = 0;
  /** Requests that had to be repeated. */
  repeated = 0;
  /** Rejected items of acknowledged requests: there are to be none. */
  readonly rejected: unknown[] = [];

  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** Resolves once all of them were acknowledged. `rate`: events a second at most. */
  async send(events: readonly SentEvent[], rate: number): Promise<void> {
    const batches = Array.from({ length: Math.ceil(events.length / batchOf) }, (_, index) =>
      events.slice(index * batchOf, (index + 1) * batchOf),
    );
    const waiting = batches.values();
    const began = performance.now();
    let begun = 0;
    const sender = async () => {
      for (const batch of waiting) {
        begun += batch.length;
        await pause(Math.max(0, (begun / rate) * 1_000 - (performance.now() - began)));
        await this.sendUntilAcknowledged(batch);
      }
    };
    await Promise.all(Array.from({ length: senders }, sender));
  }

  private async sendUntilAcknowledged(batch: readonly SentEvent[]): Promise<void> {
    for (;;) {
      const answer = await this.post(batch);
      if (answer !== null) {
        this.acknowledged += batch.length;
        this.rejected.push(...answer.items.filter(({ status }) => status === "rejected"));
        return;
      }
      this.repeated += 1;
      await pause(200);
    }
  }

  /** Null where there was no answer, or one that says to come again: no promise was made. */
  private async post(batch: readonly SentEvent[]) {
    try {
      const answer = await fetch(`${this.url}/api/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${this.key}` },
        body: lines(batch),
        signal: AbortSignal.timeout(patience),
      });
      if (answer.status === 200) return answerSchema.parse(await answer.json());
      const said = await answer.text();
      if (answer.status < 500 && answer.status !== 429) throw new TypeError(`${answer.status}: ${said}`);
      return null;
    } catch (error) {
      if (error instanceof TypeError && /^4\d\d: /.test(error.message)) throw error;
      return null;
    }
  }
}
