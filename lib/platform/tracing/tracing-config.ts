import { z } from "zod";

/** Where traces go, and of how many events. It is handed to threads, which read it anew. Null: none are made. */
export const tracingConfigSchema = z
  .object({
    /** The collector's whole address for traces. */
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    /** One of so many places of each partition of the log is traced. */
    every: z.number().int().min(1),
  })
  .nullable();
export type TracingConfig = z.infer<typeof tracingConfigSchema>;

/** `authorization=Bearer abc,x-tenant=school`, values percent-encoded, as OpenTelemetry has it. */
export function readHeaders(text: string, context: z.RefinementCtx): Record<string, string> {
  const pairs = text.split(",").map((pair) => /^\s*([A-Za-z0-9-]+)\s*=\s*(.*?)\s*$/.exec(pair));
  try {
    return Object.fromEntries(
      pairs.map((pair) => {
        const [, name, value] = pair ?? [];
        if (name === undefined || value === undefined) throw new URIError();
        return [name.toLowerCase(), decodeURIComponent(value)];
      }),
    );
  } catch {
    // What was found may be a secret, and is not quoted.
    context.addIssue({ code: "custom", message: "must be name=value, joined by commas, values percent-encoded" });
    return z.NEVER;
  }
}

type TraceSettings = {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_EXPORTER_OTLP_HEADERS?: Record<string, string> | undefined;
  OTEL_TRACES_SAMPLER_ARG: number;
};

export function tracingOf(env: TraceSettings): TracingConfig {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers = {}, OTEL_TRACES_SAMPLER_ARG: share } = env;
  if (endpoint === undefined || share === 0) return null;
  return { url: `${endpoint.replace(/\/$/, "")}/v1/traces`, headers, every: Math.max(1, Math.round(1 / share)) };
}
