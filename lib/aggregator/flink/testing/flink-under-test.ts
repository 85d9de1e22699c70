import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "@/lib/platform/database";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { FlinkCells } from "../flink-cells";

const patience = 240_000;

/** Bellwether's end of Flink's cells, running as the aggregator's process runs it. */
export class RunningCells {
  private stopped = false;
  private failure: unknown = null;
  private readonly cells: FlinkCells;
  private readonly running: Promise<void>;

  constructor(
    private readonly database: Database,
    config: KafkaConfig,
  ) {
    this.cells = new FlinkCells({ database, config, onNews: () => undefined, onError: (error) => (this.failure = error) });
    this.running = this.run();
  }

  /** Until cells hold all that facts hold. */
  async settle(): Promise<void> {
    for (const end = performance.now() + patience; ; await pause(100)) {
      const found = await this.database.owner.query<{ settled: boolean }>("SELECT warehouse.cells_settled() AS settled");
      if (found.rows[0]?.settled === true) return;
      if (performance.now() > end) throw new Error("The cells did not settle.", { cause: this.failure });
    }
  }

  /** Until cells are taken from a topic other than `before`; returns its id. */
  async begun(before: string | null = null): Promise<string> {
    for (const end = performance.now() + patience; ; await pause(100)) {
      const found = await this.database.owner.query<{ topic: string }>("SELECT topic_id AS topic FROM log.cell_partition LIMIT 1");
      const topic = found.rows[0]?.topic ?? null;
      if (topic !== null && topic !== before) return topic;
      if (performance.now() > end) throw new Error("The cells were not begun.", { cause: this.failure });
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    await this.cells.close();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const more = await this.cells.step(performance.now()).catch((error: unknown) => {
        this.failure = error;
        return false;
      });
      if (!more) await pause(50);
    }
  }
}
