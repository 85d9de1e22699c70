import type { TestFlink } from "@/lib/aggregator/flink/testing/start-flink";
import { runCommand } from "@/lib/runtime/testing/product";

/** Flink as the engine of a cluster's cells, with its job, which is begun and mended by the command line as an operator would. */
export class FlinkEngine {
  private isJobManagerDown = false;
  private isTaskManagerDown = false;

  constructor(private readonly flink: TestFlink) {}

  /** What the product is started with beside the settings of Kafka. */
  get settings(): Readonly<Record<string, string>> {
    return {
      CELL_ENGINE: "flink",
      FLINK_GATEWAY_URL: this.flink.gateway,
      FLINK_SAVEPOINTS: `file://${this.flink.folder}/savepoints`,
      FLINK_CHECKPOINTS: `file://${this.flink.folder}/checkpoints`,
    };
  }

  async submit(settings: Readonly<Record<string, string>>): Promise<void> {
    const submitted = await runCommand({ ...settings }, "flink", "submit");
    if (submitted.status !== 0) throw new Error(`flink submit: ${submitted.stdout}${submitted.stderr}`);
  }

  async killTaskManager(): Promise<void> {
    this.isTaskManagerDown = true;
    await this.flink.killTaskManager();
  }

  async killJobManager(): Promise<void> {
    this.isJobManagerDown = true;
    await this.flink.killJobManager();
  }

  signalTaskManager(signal: NodeJS.Signals): void {
    this.flink.signalTaskManager(signal);
  }

  /** Starts what was killed. A job manager forgets its job, which then goes on from its last checkpoint. */
  async mend(settings: Readonly<Record<string, string>>): Promise<void> {
    this.flink.signalTaskManager("SIGCONT");
    if (this.isJobManagerDown) await this.flink.startJobManager();
    if (this.isTaskManagerDown) await this.flink.startTaskManager();
    const wasForgotten = this.isJobManagerDown;
    this.isJobManagerDown = false;
    this.isTaskManagerDown = false;
    if (wasForgotten) await this.submit(settings);
  }
}
