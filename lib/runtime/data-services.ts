import type { Verifier } from "@/lib/aggregator/verify/verifier";
import type { IngestThread } from "@/lib/ingest/start-ingest";

/** What the data page needs of this process besides the services: the way into the log, and who verifies. */
export type DataServices = {
  ingest: Pick<IngestThread, "previewReplay" | "replay" | "replayItem">;
  verifier: Pick<Verifier, "start">;
};

const key = Symbol.for("bellwether.data-services");

export function provideDataServices(services: DataServices): void {
  Reflect.set(globalThis, key, services);
}

export function getDataServices(): DataServices {
  const services: DataServices | undefined = Reflect.get(globalThis, key);
  if (services === undefined) throw new Error("The data services are made by server.ts before Next starts.");
  return services;
}
