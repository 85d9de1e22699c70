import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { BellwetherError } from "@/lib/platform/errors";
import { fromVerifyThreadSchema, type VerifyOrder } from "./verify-messages";

/** Starts verifications in threads of their own. What comes of them is in the database (list-verifications.ts). */
export class Verifier {
  private readonly running = new Set<Worker>();

  constructor(
    private readonly place: Pick<VerifyOrder, "url" | "timeZone">,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Resolves with the run's id once it has begun. Throws conflict where another runs, in whichever process. */
  start(actor: string, night: string | null = null): Promise<string> {
    const order: VerifyOrder = { ...this.place, actor, night };
    const worker = new Worker(new URL("./verify-thread.mjs", import.meta.url), { workerData: order });
    this.running.add(worker);
    worker.on("error", this.onError);
    return new Promise((resolve, reject) => {
      worker.once("message", (message: unknown) => {
        const said = fromVerifyThreadSchema.parse(message);
        if (said.kind === "started") resolve(said.id);
        else reject(new BellwetherError(said.code, said.message));
      });
      worker.once("exit", () => {
        this.running.delete(worker);
        // Of no meaning where it has begun: a promise is settled once.
        reject(new BellwetherError("unavailable", "The verification could not begin; try again later."));
      });
    });
  }

  /** Ends what runs: the database undoes its transaction, and the run stays without an end. */
  async stop(): Promise<void> {
    const ended = [...this.running].map((worker) => once(worker, "exit"));
    for (const worker of this.running) void worker.terminate();
    await Promise.all(ended);
  }
}
