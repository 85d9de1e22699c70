import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { openLogWriter } from "@/lib/event-log/open-log";
import { openDatabase } from "@/lib/platform/database";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import { eventLogConfigSchema } from "@/lib/platform/event-log-config";
import { logger } from "@/lib/platform/log-output";
import { openTracer } from "@/lib/platform/tracing/tracer";
import { tracingConfigSchema } from "@/lib/platform/tracing/tracing-config";
import { Vault } from "@/lib/privacy/vault";
import { BodyQueue } from "./body-queue";
import { Ingest } from "./ingest";
import type { Answer } from "./receipt";
import type { FromThread, QuarantineAsk, ToThread } from "./thread-messages";

/** The receive pipeline in a thread of its own, so that no page waits while events are parsed. */
const options = z
  .object({ url: z.string(), vaultKey: z.instanceof(Uint8Array), log: eventLogConfigSchema, tracing: tracingConfigSchema })
  .parse(workerData);
const database = await openDatabase(options.url, { ownerSize: 8, readerSize: 1, longestStatement: 60_000 });
const vault = await Vault.open(database, Buffer.from(options.vaultKey));
const tracer = openTracer(options.tracing, options.vaultKey, (error) => logger.warn({ error }, "traces"));
const log = openLogWriter(options.log, {
  database,
  identityKey: vault.identityKey,
  tracer,
  onError: (error) => logger.warn({ error }, "event log"),
});
const ingest = new Ingest(database, vault, log);
const bodies = new Map<number, BodyQueue>();
const say = (message: FromThread) => parentPort?.postMessage(message);

const answerWith = (id: number, work: Promise<Answer>) =>
  sayWith(
    id,
    work.then((answer) => ({ kind: "answer", id, answer })),
  );
const tellWith = (id: number, work: Promise<unknown>) =>
  sayWith(
    id,
    work.then((told) => ({ kind: "told", id, told })),
  );

function about(ask: QuarantineAsk): Promise<unknown> {
  switch (ask.what) {
    case "preview":
      return ingest.previewReplay(ask.filter, ask.limit);
    case "replay":
      return ingest.replay(ask.filter, ask.actor, ask.limit);
    case "replay-item":
      return ingest.replayItem(ask.item, ask.mend, ask.actor);
  }
}

function sayWith(id: number, work: Promise<FromThread>): void {
  work
    .then(say)
    .catch((error: unknown) => {
      if (isBellwetherError(error)) return say({ kind: "failed", id, code: error.code, message: error.message, facts: error.facts });
      logger.error({ error }, "ingest");
      say({
        kind: "failed",
        id,
        code: "unavailable",
        message: "The event log could not be written; send this again.",
        facts: { retryAfterSeconds: 1 },
      });
    })
    .finally(() => bodies.delete(id));
}

parentPort?.on("message", (message: ToThread) => {
  switch (message.kind) {
    case "body": {
      const { id } = message;
      const body = new BodyQueue(() => say({ kind: "read", id }));
      bodies.set(id, body);
      return answerWith(id, ingest.receive(body, message.head));
    }
    case "chunk":
      return bodies.get(message.id)?.push(message.bytes);
    case "end":
      return bodies.get(message.id)?.end();
    case "cut":
      return bodies.get(message.id)?.end(new BellwetherError("bad-request", "The body was cut off.", { field: "body", rule: "complete" }));
    case "submit":
      return answerWith(message.id, ingest.submit(message.events));
    case "ask":
      return tellWith(message.id, about(message.ask));
    case "stop":
      void log
        .close()
        .then(() => database.close())
        .then(() => tracer?.stop())
        .finally(() => parentPort?.close());
  }
});
