import { once } from "node:events";
import { Worker } from "node:worker_threads";

type Hooks = {
  onMessage?: (message: unknown) => void;
  onError: (error: unknown) => void;
  /** The thread ended, be it asked to or not. */
  onExit?: () => void;
};

const restartAfter = 1_000;
/** A thread that is asked to stop finishes what it has begun; one that does not is ended. */
const patience = 10_000;

/** A worker thread that is kept running: one that dies is replaced, until it is stopped. */
export class KeptThread {
  private worker: Worker | null = null;
  private timer: NodeJS.Timeout | null = null;
  private stopping = false;

  constructor(
    private readonly url: URL,
    private readonly workerData: unknown,
    private readonly hooks: Hooks,
  ) {
    this.start();
  }

  /** False between the end of one and the start of the next. */
  get running(): boolean {
    return this.worker !== null;
  }

  /** False while there is none to hear it. */
  post(message: unknown, transfer: ArrayBuffer[] = []): boolean {
    this.worker?.postMessage(message, transfer);
    return this.worker !== null;
  }

  /** Sends `message`, upon which the thread is to end by itself. */
  async stop(message: unknown): Promise<void> {
    this.stopping = true;
    if (this.timer !== null) clearTimeout(this.timer);
    const { worker } = this;
    if (worker === null) return;
    const ended = once(worker, "exit");
    worker.postMessage(message);
    const timer = setTimeout(() => void worker.terminate(), patience);
    await ended;
    clearTimeout(timer);
  }

  private start(): void {
    const worker = new Worker(this.url, { workerData: this.workerData });
    this.worker = worker;
    if (this.hooks.onMessage !== undefined) worker.on("message", this.hooks.onMessage);
    worker.on("error", this.hooks.onError);
    worker.on("exit", () => {
      this.worker = null;
      this.hooks.onExit?.();
      if (!this.stopping) this.timer = setTimeout(() => this.start(), restartAfter);
    });
  }
}
