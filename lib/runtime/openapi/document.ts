import { eventPaths, eventSchemas } from "./event-paths";
import { kpiPaths, kpiSchemas } from "./kpi-paths";
import { failureResponses, sharedSchemas } from "./parts";
import { processPaths } from "./process-paths";

/** The public interface, version 1, as OpenAPI 3.1: derived from the schemas that the product itself checks by. */
export const openApiDocument = {
  openapi: "3.1.0",
  info: {
    title: "Bellwether",
    version: "1.0.0",
    summary: "Live, exact and scoped KPIs for schools and universities",
    license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/" }],
  tags: [
    { name: "events", description: "Campus events in" },
    { name: "kpis", description: "Figures out" },
    { name: "process", description: "Health and metrics" },
  ],
  paths: { ...eventPaths, ...kpiPaths, ...processPaths },
  components: {
    schemas: { ...eventSchemas, ...kpiSchemas, ...sharedSchemas },
    responses: failureResponses,
    securitySchemes: {
      apiKey: {
        type: "http",
        scheme: "bearer",
        description: "Made by `npx bellwether keys create`; abilities `events:write`, `kpis:read`",
      },
      session: {
        type: "apiKey",
        in: "cookie",
        name: "next-auth.session-token",
        description: "A signed-in user; behind HTTPS its name begins with `__Secure-`",
      },
      metricsKey: { type: "http", scheme: "bearer", description: "METRICS_KEY" },
    },
  },
} as const;
