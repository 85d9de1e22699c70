import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "@/lib/platform/database";
import { isBellwetherError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/log-output";
import { runVerification } from "./run-verification";
import { type FromVerifyThread, verifyOrderSchema } from "./verify-messages";

/** One verification in a thread of its own, with connections of its own: no page waits for either. */
const order = verifyOrderSchema.parse(workerData);
const say = (message: FromVerifyThread) => parentPort?.postMessage(message);
let started = false;
const database = await openDatabase(order.url, { ownerSize: 3, readerSize: 1 });
try {
  const { compared, differ } = await runVerification({
    database,
    timeZone: order.timeZone,
    actor: order.actor,
    now: () => new Date(),
    ...(order.night === null ? {} : { night: order.night }),
    onStarted: (id) => {
      started = true;
      say({ kind: "started", id });
    },
  });
  // Nobody may be looking: whoever watches the logs is told.
  if (differ > 0) logger.error({ compared, differ }, "verification: cells differ from the log");
  say({ kind: "done" });
} catch (error) {
  if (!started && isBellwetherError(error)) say({ kind: "refused", code: error.code, message: error.message });
  else say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
} finally {
  await database.close();
}
