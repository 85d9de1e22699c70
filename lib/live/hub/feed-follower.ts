import pg from "pg";
import type { Database } from "@/lib/platform/database";

/** A committed change of a cell, as far as views want to know it. */
export type FeedChange = { family: string; termKey: number; sectionKey: number; orgUnitKey: number };
export type FeedStep = { position: bigint; changes: FeedChange[]; touchedSections: ReadonlySet<number> };

const pollEvery = 1_000;
const reconnectAfter = 1_000;

/** Follows the feed from now on: told by NOTIFY, and asked for each second in case a notice was lost. */
export class FeedFollower {
  private position: bigint | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | null = null;
  private client: pg.Client | null = null;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly onStep: (step: FeedStep) => void,
    private readonly onError: (error: unknown) => void,
  ) {}

  async start(): Promise<void> {
    this.position = await this.head();
    this.timer = setInterval(() => this.follow(), pollEvery);
    await this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.client?.end();
    await this.running;
  }

  private async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.database.url });
    client.on("notification", () => this.follow());
    client.on("error", this.onError);
    client.on("end", () => {
      if (!this.stopped) setTimeout(() => this.listen().catch(this.onError), reconnectAfter).unref();
    });
    await client.connect();
    await client.query("LISTEN feed_committed");
    this.client = client;
  }

  private follow(): void {
    if (this.stopped) return;
    if (this.running !== null) {
      this.again = true;
      return;
    }
    this.running = this.read()
      .catch(this.onError)
      .finally(() => {
        this.running = null;
        if (!this.again) return;
        this.again = false;
        this.follow();
      });
  }

  private async read(): Promise<void> {
    const after = this.position ?? 0n;
    const head = await this.head();
    if (head <= after) return;
    const changes = await this.database.owner.query<FeedChange>(
      `SELECT DISTINCT family, term_key AS "termKey", section_key AS "sectionKey", org_unit_key AS "orgUnitKey"
       FROM warehouse.feed WHERE position > $1 AND position <= $2`,
      [after, head],
    );
    const touched = await this.database.owner.query<{ section: number }>(
      "SELECT DISTINCT section_key AS section FROM warehouse.feed_touch WHERE position > $1 AND position <= $2",
      [after, head],
    );
    this.position = head;
    this.onStep({ position: head, changes: changes.rows, touchedSections: new Set(touched.rows.map((row) => row.section)) });
  }

  private async head(): Promise<bigint> {
    const rows = await this.database.owner.query<{ position: string }>("SELECT position FROM warehouse.feed_head");
    return BigInt(rows.rows[0]?.position ?? "0");
  }
}
