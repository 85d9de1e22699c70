import { createHmac, hkdfSync, randomUUID } from "node:crypto";
import { SpanExporter } from "./span-exporter";
import type { TracingConfig } from "./tracing-config";

/** Steps of an event's journey, each within the one before it. */
const stages = ["ingest", "append", "aggregate", "follow", "deliver"] as const;
export type Stage = (typeof stages)[number];
/** Places of the log that follow each other: `first` and those up to `past`, which is not among them. */
export type Places = { partition: number; first: bigint; past: bigint };
export type Step = { stage: Stage; start: number; end: number; attributes?: Readonly<Record<string, number>> };

/** Stages that each process goes through by itself; the ids of the others are the same everywhere. */
const ownStages: ReadonlySet<Stage> = new Set(["follow", "deliver"]);
/** A step that holds many places says so of a few of them. */
const mostPlaces = 8;

/**
 * Traces of events by their place in the log. Which places are traced, and the ids of trace and steps, follow from the place
 * and a key of the installation: so whoever handles an event (another thread, process or machine) adds its step to the same
 * trace, and nothing is carried along or stored for it.
 */
export class Tracer {
  private readonly exporter: SpanExporter;
  private readonly key: Buffer;
  private readonly process = randomUUID();
  private delivered = 0;

  constructor(
    private readonly config: NonNullable<TracingConfig>,
    masterKey: Uint8Array,
    onError: (error: unknown) => void,
  ) {
    this.key = Buffer.from(hkdfSync("sha256", masterKey, "bellwether", "trace", 32));
    this.exporter = new SpanExporter({ ...config, onError });
  }

  /** Adds a step to the traces of those of these places that are traced. */
  step(places: readonly Places[], { stage, start, end, attributes = {} }: Step): void {
    const parent = stages[stages.indexOf(stage) - 1];
    // Many views deliver within one step that was followed.
    this.delivered += 1;
    const suffix = stage === "deliver" ? `/${this.delivered}` : "";
    for (const { partition, offset } of this.traced(places)) {
      const id = (of: string) => createHmac("sha256", this.key).update(`${partition}/${offset}/${of}`).digest("hex");
      this.exporter.add({
        traceId: id("trace").slice(0, 32),
        spanId: id(this.nameOf(stage) + suffix).slice(0, 16),
        parentSpanId: parent === undefined ? null : id(this.nameOf(parent)).slice(0, 16),
        name: `bellwether ${stage}`,
        start,
        end,
        attributes: { ...attributes, "bellwether.log.partition": partition, "bellwether.log.offset": Number(offset) },
      });
    }
  }

  private nameOf(stage: Stage): string {
    return ownStages.has(stage) ? `${stage}/${this.process}` : stage;
  }

  /** Places among these that are traced: one of so many of each partition. */
  private traced(places: readonly Places[]): { partition: number; offset: bigint }[] {
    const every = BigInt(this.config.every);
    const found: { partition: number; offset: bigint }[] = [];
    for (const { partition, first, past } of places) {
      for (let offset = ((first + every - 1n) / every) * every; offset < past && found.length < mostPlaces; offset += every) {
        found.push({ partition, offset });
      }
    }
    return found;
  }

  stop(): Promise<void> {
    return this.exporter.stop();
  }
}

export const openTracer = (config: TracingConfig, masterKey: Uint8Array, onError: (error: unknown) => void): Tracer | null =>
  config === null ? null : new Tracer(config, masterKey, onError);
