import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";

const nanoseconds = z.string().regex(/^\d{19}$/);
/** What OTLP over HTTP with JSON demands of a span, as far as it is sent. */
const spanSchema = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string(),
  kind: z.literal(1),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes: z.array(z.strictObject({ key: z.string(), value: z.strictObject({ intValue: z.string().regex(/^\d+$/) }) })),
});
export type ReceivedSpan = z.infer<typeof spanSchema>;
const bodySchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({
        attributes: z.array(z.strictObject({ key: z.literal("service.name"), value: z.object({ stringValue: z.string() }) })),
      }),
      scopeSpans: z.array(z.strictObject({ scope: z.strictObject({ name: z.string() }), spans: z.array(spanSchema) })),
    }),
  ),
});

export type TraceReceiver = {
  /** What OTEL_EXPORTER_OTLP_ENDPOINT would be. */
  endpoint: string;
  spans: ReceivedSpan[];
  /** As they came over the wire. */
  bodies: string[];
  headers: IncomingHttpHeaders[];
  /** What is answered from now on. */
  status: number;
  stop(): Promise<void>;
};

/** A collector of traces on 127.0.0.1. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const server = createServer(async (request, response) => {
    const body: unknown = await json(request);
    receiver.headers.push(request.headers);
    if (request.method !== "POST" || request.url !== "/v1/traces") return response.writeHead(404).end();
    receiver.bodies.push(JSON.stringify(body));
    const parsed = bodySchema.safeParse(body);
    if (!parsed.success) return response.writeHead(400).end();
    if (receiver.status === 200) {
      receiver.spans.push(...parsed.data.resourceSpans.flatMap((one) => one.scopeSpans).flatMap((one) => one.spans));
    }
    return response.writeHead(receiver.status, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const receiver: TraceReceiver = {
    endpoint: `http://127.0.0.1:${port}`,
    spans: [],
    bodies: [],
    headers: [],
    status: 200,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}
