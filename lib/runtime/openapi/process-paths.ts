import type { JsonSchema } from "@/lib/contracts/json-schemas";
import { failing, json, type Paths } from "./parts";

const status = (value: string): JsonSchema => ({ type: "object", properties: { status: { const: value } }, required: ["status"] });

export const processPaths: Paths = {
  "/api/health": {
    get: {
      operationId: "health",
      summary: "Whether the process is alive",
      tags: ["process"],
      security: [],
      responses: { "200": { description: "Alive", content: json(status("alive"), { status: "alive" }) } },
    },
  },
  "/api/ready": {
    get: {
      operationId: "ready",
      summary: "Whether it can serve",
      tags: ["process"],
      security: [],
      responses: {
        "200": { description: "Ready", content: json(status("ready"), { status: "ready" }) },
        "503": {
          description: "Not ready, and what is missing",
          content: json(
            {
              type: "object",
              properties: { status: { const: "not-ready" }, missing: { type: "array", items: { type: "string" } } },
              required: ["status", "missing"],
            },
            { status: "not-ready", missing: ["database"] },
          ),
        },
      },
    },
  },
  "/metrics": {
    get: {
      operationId: "metrics",
      summary: "Metrics for Prometheus",
      description: "Here with METRICS_KEY alone; METRICS_PORT serves the same on a port of its own at 127.0.0.1. Else 404.",
      tags: ["process"],
      security: [{ metricsKey: [] }],
      responses: {
        "200": { description: "Prometheus text format", content: { "text/plain": { schema: { type: "string" } } } },
        ...failing("401", "404"),
      },
    },
  },
  "/api/v1/openapi.json": {
    get: {
      operationId: "openapi",
      summary: "This document",
      tags: ["process"],
      security: [],
      responses: { "200": { description: "OpenAPI 3.1", content: json({ type: "object" }) } },
    },
  },
};
