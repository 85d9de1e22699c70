import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { BellwetherError } from "@/lib/platform/errors";
import { fromVerifyThreadSchema, type VerifyOrder } from "./verify-messages";

/** A run under way; `ended` resolves once it came to a result, and throws where it did not. */
export type Started = { id: string; ended: Promise<void> };

/** Starts verifications in threads of their own. What comes of them is in the database (list-verifications.ts). */
export class Verifier {
  private readonly running = new Set<Worker>();

  constructor(
    private readonly place: Pick<VerifyOrder, "url" | "timeZone">,
    private readonly onError: (error: unknown) => void,
    private readonly thread: URL = new URL("./verify-thread.mjs", import.meta.url),
  ) {}

  /** Resolves once the run has begun. Throws conflict where another runs, in whichever process; failures after that are logged. */
  start(actor: string, night: string | null = null): Promise<Started> {
    const order: VerifyOrder = { ...this.place, actor, night };
    const worker = new Worker(this.thread, { workerData: order });
    this.running.add(worker);
    const begun = Promise.withResolvers<Started>();
    const ended = Promise.withResolvers<void>();
    ended.promise.catch(() => {}); // nobody need wait for the end: what goes wrong is logged where it is heard
    let failure: Error | null = null;
    const fail = (error: Error) => {
      failure = error;
      this.onError(error);
    };
    worker.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
    worker.on("message", (message: unknown) => {
      const said = fromVerifyThreadSchema.parse(message);
      if (said.kind === "started") begun.resolve({ id: said.id, ended: ended.promise });
      else if (said.kind === "refused") begun.reject(new BellwetherError(said.code, said.message));
      else if (said.kind === "failed") fail(new Error(said.message));
      else ended.resolve();
    });
    worker.once("exit", () => {
      this.running.delete(worker);
      // Of no meaning where it has begun, or has ended: a promise is settled once.
      begun.reject(new BellwetherError("unavailable", "The verification could not begin; try again later."));
      ended.reject(failure ?? new Error("The verification was cut off."));
    });
    return begun.promise;
  }

  /** Ends what runs: the database undoes its transaction, and the run stays without an end. */
  async stop(): Promise<void> {
    const ended = [...this.running].map((worker) => once(worker, "exit"));
    for (const worker of this.running) void worker.terminate();
    await Promise.all(ended);
  }
}
