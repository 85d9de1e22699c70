/** A step of a trace, as OTLP has it. Times in milliseconds since 1970; attributes are numbers, and name nobody (PII-1). */
export type Span = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  start: number;
  end: number;
  attributes: Readonly<Record<string, number>>;
};

const sendEvery = 1_000;
const mostAtOnce = 512;
/** Spans that wait; past that the newest are dropped: traces must not cost memory where the collector is away. */
const mostWaiting = 4_096;
const longestSend = 5_000;
const tellEvery = 60_000;

type ExporterOptions = {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Told at most once a minute. */
  onError: (error: unknown) => void;
};

/** Sends spans to a collector by OTLP over HTTP with JSON, beside the work and never in its way. */
export class SpanExporter {
  private waiting: Span[] = [];
  private dropped = 0;
  private sending: Promise<void> | null = null;
  private toldAt = Number.NEGATIVE_INFINITY;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly options: ExporterOptions) {
    this.timer = setInterval(() => void this.flush(), sendEvery);
    this.timer.unref();
  }

  add(span: Span): void {
    if (this.waiting.length >= mostWaiting) this.dropped += 1;
    else this.waiting.push(span);
  }

  /** Sends what waits, once what is on its way has arrived or failed. Never throws. */
  async flush(): Promise<void> {
    await this.sending;
    const spans = this.waiting.splice(0, mostAtOnce);
    if (spans.length === 0) return;
    this.sending = this.send(spans)
      .catch((error: unknown) => this.tell(error, spans.length))
      .finally(() => {
        this.sending = null;
      });
    await this.sending;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async send(spans: readonly Span[]): Promise<void> {
    const response = await fetch(this.options.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...this.options.headers },
      body: JSON.stringify(toOtlp(spans)),
      signal: AbortSignal.timeout(longestSend),
      redirect: "error", // headers may hold a secret
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The collector of traces answered ${response.status}.`);
  }

  private tell(error: unknown, lost: number): void {
    this.dropped += lost;
    const now = performance.now();
    if (now - this.toldAt < tellEvery) return;
    this.toldAt = now;
    this.options.onError(new Error(`Traces were not taken; ${this.dropped} spans were dropped so far.`, { cause: error }));
  }
}

const nanoseconds = (milliseconds: number) => `${BigInt(Math.round(milliseconds * 1_000)) * 1_000n}`;
/** 64-bit numbers are texts in OTLP's JSON, and ids are hexadecimal. */
const attribute = ([key, value]: [string, number]) => ({ key, value: { intValue: String(value) } });

function toOtlp(spans: readonly Span[]): unknown {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: "bellwether" } }] },
        scopeSpans: [
          {
            scope: { name: "bellwether" },
            spans: spans.map(({ traceId, spanId, parentSpanId, name, start, end, attributes }) => ({
              traceId,
              spanId,
              ...(parentSpanId === null ? {} : { parentSpanId }),
              name,
              kind: 1,
              startTimeUnixNano: nanoseconds(start),
              endTimeUnixNano: nanoseconds(Math.max(start, end)),
              attributes: Object.entries(attributes).map(attribute),
            })),
          },
        ],
      },
    ],
  };
}
