import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";

const answerSchema = z.object({
  accepted: z.number(),
  duplicate: z.number(),
  rejected: z.number(),
  items: z.array(z.object({ index: z.number(), id: z.string().nullable(), status: z.string(), errors: z.unknown().optional() })),
});
export type Sent = { accepted: number; duplicate: number; rejected: number };

const batchSize = 2_000;
const mostTries = 8;

/** Sends events through the public endpoint like any client; waits when told to, and sends again without harm. */
export class Sender {
  readonly total: Sent = { accepted: 0, duplicate: 0, rejected: 0 };
  private batch: string[] = [];

  constructor(
    private readonly url: string,
    private readonly key: string,
    private readonly onProgress: (total: Sent) => void,
  ) {}

  async add(event: unknown): Promise<void> {
    this.batch.push(JSON.stringify(event));
    if (this.batch.length >= batchSize) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.batch.length === 0) return;
    const body = `${this.batch.join("\n")}\n`;
    this.batch = [];
    const answer = await this.send(body, 1);
    this.total.accepted += answer.accepted;
    this.total.duplicate += answer.duplicate;
    this.total.rejected += answer.rejected;
    for (const item of answer.items.filter((one) => one.status === "rejected").slice(0, 5))
      process.stderr.write(`rejected ${JSON.stringify(item)}\n`);
    this.onProgress(this.total);
  }

  private async send(body: string, attempt: number): Promise<z.infer<typeof answerSchema>> {
    const target = new URL("/api/v1/events", this.url);
    const headers = { authorization: `Bearer ${this.key}`, "content-type": "application/x-ndjson" };
    let wait = Math.min(10, 0.2 * 2 ** attempt);
    try {
      const response = await fetch(target, { method: "POST", headers, body });
      if (response.ok) return answerSchema.parse(await response.json());
      const text = await response.text();
      if (response.status !== 429 && response.status < 500)
        throw new BellwetherError("bad-request", `${target.href} answered ${response.status}: ${text}`);
      wait = Number(response.headers.get("retry-after") ?? wait);
      if (response.status === 429) return await this.after(wait, body, attempt); // told to wait is not a failure
    } catch (error) {
      if (error instanceof BellwetherError) throw error;
      if (attempt >= mostTries) throw new BellwetherError("unavailable", `${target.href} does not answer: ${reasonOf(error)}`);
    }
    if (attempt >= mostTries) throw new BellwetherError("unavailable", `${target.href} did not take the events.`);
    return this.after(wait, body, attempt + 1);
  }

  private async after(seconds: number, body: string, attempt: number): Promise<z.infer<typeof answerSchema>> {
    await pause(seconds * 1_000);
    return this.send(body, attempt);
  }
}

/** fetch says only that it failed; why is in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
