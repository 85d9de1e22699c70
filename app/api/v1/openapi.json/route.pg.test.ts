import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createApiKey } from "@/lib/access/manage-api-keys";
import { campusEventTypes } from "@/lib/contracts/campus-events";
import { validate } from "@/lib/contracts/validate";
import { Ingest } from "@/lib/ingest/ingest";
import { receiptSchema } from "@/lib/ingest/receipt";
import { kpiAnswerSchema } from "@/lib/kpis/answer";
import { kpiIds } from "@/lib/kpis/question";
import { kpiRequestSchema } from "@/lib/kpis/request";
import { loadConfig } from "@/lib/platform/config";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { openServices, openStore } from "@/lib/runtime/open-services";
import { kpiDefinitionSchema } from "@/lib/runtime/openapi/kpi-paths";
import { problemSchema } from "@/lib/runtime/openapi/parts";
import { provideServices } from "@/lib/runtime/services";
import { GET } from "./route";

const metricsKey = "a-key-of-sixteen-or-more";

/** OpenAPI 3.1, as far as this document uses it: strict, so that a member that does not exist is found. */
const schemaSchema = z.looseObject({});
const mediaSchema = z.strictObject({ schema: schemaSchema, example: z.unknown().optional() });
const contentSchema = z.record(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/), mediaSchema);
const responseSchema = z.strictObject({
  description: z.string().min(1),
  headers: z.record(z.string(), z.strictObject({ description: z.string(), schema: schemaSchema })).optional(),
  content: contentSchema.optional(),
});
const operationSchema = z.strictObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(["path", "query", "header", "cookie"]),
        required: z.boolean().optional(),
        description: z.string(),
        style: z.enum(["form"]).optional(),
        explode: z.boolean().optional(),
        schema: schemaSchema,
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.boolean(), content: contentSchema }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.union([responseSchema, z.strictObject({ $ref: z.string() })])),
});
const componentName = z.string().regex(/^[a-zA-Z0-9._-]+$/);
const documentSchema = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    summary: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(z.string().startsWith("/"), z.strictObject({ get: operationSchema.optional(), post: operationSchema.optional() })),
  components: z.strictObject({
    schemas: z.record(componentName, schemaSchema),
    responses: z.record(componentName, responseSchema),
    securitySchemes: z.record(
      componentName,
      z.discriminatedUnion("type", [
        z.strictObject({ type: z.literal("http"), scheme: z.string(), description: z.string() }),
        z.strictObject({ type: z.literal("apiKey"), in: z.enum(["cookie", "header"]), name: z.string(), description: z.string() }),
      ]),
    ),
  }),
});
type Document = z.infer<typeof documentSchema>;

function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (name === "$ref" && typeof child === "string") yield child;
    else yield* referencesIn(child);
  }
}

const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    (["get", "post"] as const).flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );

describe("the OpenAPI document", () => {
  const test = useTestDatabase();
  let document: Document;
  let bearer = "";
  let close: () => Promise<void>;

  beforeAll(async () => {
    document = documentSchema.parse(await GET().json());
    const config = loadConfig({
      NODE_ENV: "test",
      DATABASE_URL: test.url,
      BELLWETHER_VAULT_KEY: testVaultKey.toString("base64"),
      NEXTAUTH_SECRET: "x".repeat(32),
      METRICS_KEY: metricsKey,
      BELLWETHER_TIME_ZONE: "UTC",
    });
    const store = await openStore(config, process.cwd(), () => undefined);
    const services = await openServices(config, store, (events) => new Ingest(store.database, store.vault).submit(events));
    provideServices(services);
    close = async () => {
      await services.close();
      await store.close();
    };
    const made = await createApiKey(test.database, { name: "test", can: ["kpis:read"], scope: { kind: "institution" } });
    bearer = made.key;
  });
  afterAll(() => close());

  it("is OpenAPI 3.1: every reference resolves, operations are unique, path parameters are declared, schemes exist", () => {
    for (const reference of new Set(referencesIn(document))) {
      const found = reference
        .split("/")
        .slice(1)
        .reduce<unknown>((at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined), document);
      expect(found, reference).toBeDefined();
    }
    const operations = operationsOf(document);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { path, operation } of operations) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = (operation.parameters ?? []).filter((one) => one.in === "path" && one.required === true).map((one) => one.name);
      expect(declared).toEqual(wanted);
      for (const scheme of operation.security.flatMap((one) => Object.keys(one)))
        expect(document.components.securitySchemes).toHaveProperty(scheme);
      for (const tag of operation.tags) expect(document.tags.map((one) => one.name)).toContain(tag);
    }
  });

  it("has every contract, every KPI and every parameter", () => {
    const schemas = document.components.schemas;
    for (const type of campusEventTypes) expect(schemas[type]).toMatchObject({ properties: { type: { const: type } } });
    const mapping = z.looseObject({ discriminator: z.object({ mapping: z.record(z.string(), z.string()) }) }).parse(schemas.CampusEvent);
    expect(Object.keys(mapping.discriminator.mapping)).toEqual(campusEventTypes);
    const parameters = document.paths["/api/v1/kpis/{id}"]?.get?.parameters ?? [];
    expect(parameters.find((one) => one.name === "id")?.schema.enum).toEqual(kpiIds);
    expect(parameters.map((one) => one.name).filter((name) => name !== "id")).toEqual(
      Object.keys(kpiRequestSchema.shape).filter((name) => name !== "kpi"),
    );
  });

  it("shows examples that the product itself takes and gives", () => {
    const send = document.paths["/api/v1/events"]?.post;
    const body = send?.requestBody?.content ?? {};
    const lines = String(body["application/x-ndjson"]?.example).trim().split("\n");
    const batch = z.array(z.unknown()).min(1).parse(body["application/cloudevents-batch+json"]?.example);
    const single = body["application/cloudevents+json"]?.example;
    const shown = campusEventTypes.flatMap((type) => z.array(z.unknown()).parse(document.components.schemas[type]?.examples));
    expect(shown).toHaveLength(campusEventTypes.length);
    for (const event of [single, ...batch, ...lines.map((line): unknown => JSON.parse(line)), ...shown]) {
      expect(validate(event)).toMatchObject({ ok: true });
    }
    const exampleOf = (path: string) => {
      const answer = responseSchema.parse((document.paths[path]?.get ?? document.paths[path]?.post)?.responses["200"]);
      return answer.content?.["application/json"]?.example;
    };
    expect(receiptSchema.strict().safeParse(exampleOf("/api/v1/events")).error).toBeUndefined();
    expect(z.strictObject(kpiAnswerSchema.shape).safeParse(exampleOf("/api/v1/kpis/{id}")).error).toBeUndefined();
    expect(z.object({ kpis: z.array(kpiDefinitionSchema).min(1) }).safeParse(exampleOf("/api/v1/kpis")).error).toBeUndefined();
  });

  it("names addresses that answer on the route tree, as it says", async () => {
    const routeSchema = z.looseObject({
      GET: z.custom<(request: Request, context: object) => Promise<Response>>((value) => typeof value === "function"),
    });
    const ask = async (path: string, authorization: string | null) => {
      const file = `app${path.replaceAll(/\{(\w+)\}/g, "[$1]")}/route`;
      const route = routeSchema.parse(await import(/* @vite-ignore */ join(process.cwd(), `${file}.ts`)));
      const headers = authorization === null ? {} : { authorization };
      return route.GET(new Request(`http://localhost${path}`, { headers }), { params: Promise.resolve({ id: "attendance-rate" }) });
    };
    for (const { path, method, operation } of operationsOf(document)) {
      if (method === "post") {
        // The events endpoint is on Node's request, beside the route tree.
        expect(path).toBe("/api/v1/events");
        expect(existsSync(join(process.cwd(), "app", path))).toBe(false);
        continue;
      }
      const open = operation.security.length === 0;
      const key = operation.security.some((one) => "metricsKey" in one) ? metricsKey : bearer;
      const answer = await ask(path, open ? null : `Bearer ${key}`);
      expect(answer.status, path).toBe(200);
      const content = responseSchema.parse(operation.responses["200"]).content ?? {};
      expect(Object.keys(content)).toContain(answer.headers.get("content-type")?.split(";")[0]);
      if (open) continue;
      const refused = await ask(path, "Bearer wrong");
      expect(refused.status, path).toBe(401);
      expect(operation.responses).toHaveProperty("401");
      expect(refused.headers.get("content-type")).toBe("application/problem+json");
      expect(problemSchema.safeParse(await refused.json()).error).toBeUndefined();
    }
  });

  it("describes the real answers", async () => {
    const real = await fetchJson("/api/v1/kpis/attendance-rate", bearer);
    expect(z.strictObject(kpiAnswerSchema.shape).safeParse(real).error).toBeUndefined();
    const list = z.object({ kpis: z.array(kpiDefinitionSchema) }).safeParse(await fetchJson("/api/v1/kpis", bearer));
    expect(list.data?.kpis.map((kpi) => kpi.id)).toEqual(kpiIds);
  });
});

async function fetchJson(path: string, key: string): Promise<unknown> {
  const request = new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${key}` } });
  if (path.endsWith("kpis")) return (await (await import("../kpis/route")).GET(request)).json();
  const { GET: get } = await import("../kpis/[id]/route");
  return (await get(request, { params: Promise.resolve({ id: path.split("/").at(-1) ?? "" }) })).json();
}
