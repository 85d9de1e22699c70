import { isAbsolute, resolve } from "node:path";
import { z } from "zod";
import { type CellEngineConfig, cellEngineOf } from "./cell-engine-config";
import { isThisMachine, refuseSettings } from "./config-problems";
import { type MailConfig, mailOf, readSender, type S3Config, s3Of } from "./delivery-config";
import { BellwetherError } from "./errors";
import { type EventLogConfig, eventLogOf, readBrokers } from "./event-log-config";
import { isTimeZone } from "./is-time-zone";
import { saslWays } from "./kafka-access";
import { readHeaders, type TracingConfig, tracingOf } from "./tracing/tracing-config";

export type Role = "web" | "aggregator" | "worker";

export type Config = {
  port: number;
  databaseUrl: string | null;
  dataDirectory: string;
  roles: ReadonlySet<Role>;
  demo: boolean;
  /** What was asked for; null: the zone that the database keeps, else the machine's (lib/runtime/time-zone.ts). */
  timeZone: string | null;
  /** 32 bytes, or null: made and kept in the data directory. */
  vaultKey: Buffer | null;
  nextAuthSecret: string | null;
  nextAuthUrl: string | null;
  /** Sign-in by the institution's own provider; null: none. */
  oidc: OidcConfig | null;
  /** How many proxies of one's own stand before it, each of which appends to X-Forwarded-For. */
  trustedProxies: number;
  /** Requests for data that a session, an API key or an unknown address may make, a second on average. */
  requestsPerSecond: number;
  eventLog: EventLogConfig;
  cellEngine: CellEngineConfig;
  /** Where traces of events go; null: none are made. */
  tracing: TracingConfig;
  /** Whether webhooks may lead into private networks, and by http to this machine. */
  webhookPrivate: boolean;
  /** Opens /metrics on the main port. */
  metricsKey: string | null;
  /** A port of its own for /metrics, on 127.0.0.1. */
  metricsPort: number | null;
  /** The browser that prints reports; null: the one of the package. */
  chromium: string | null;
  /** Where a worker finds the pages that it prints; null: at its own port. */
  printUrl: string | null;
  /** The mail server; null: none, and nothing is sent. */
  mail: MailConfig | null;
  /** Whether mails may carry a report; else they lead to it. */
  mailAttachments: boolean;
  /** Where copies of reports go besides. */
  reportStore: { folder: string | null; s3: S3Config | null };
};

/** A provider of OpenID Connect, as it is registered there. `name`: what the button says. */
export type OidcConfig = { issuer: string; clientId: string; clientSecret: string; name: string; scopes: string };

const roleSchema = z.enum(["web", "aggregator", "worker"]);
const blankIsUnset = (value: unknown) => (value === "" ? undefined : value);
const setting = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema);

const environmentSchema = z.object({
  PORT: setting(z.coerce.number().int().min(1).max(65_535).default(3000)),
  DATABASE_URL: setting(z.url({ protocol: /^postgres(ql)?$/, message: "must be a postgresql:// address" }).optional()),
  BELLWETHER_DATA_DIR: setting(z.string().default(".bellwether")),
  BELLWETHER_ROLES: setting(
    z
      .string()
      .default("web,aggregator,worker")
      .transform((text) => text.split(/[,|]/).map((role) => role.trim()))
      .pipe(z.array(roleSchema).min(1)),
  ),
  BELLWETHER_DEMO: setting(z.enum(["on", "off", "1", "0", "true", "false"]).optional()),
  BELLWETHER_TIME_ZONE: setting(z.string().refine(isTimeZone, { message: "must be an IANA time zone, such as Asia/Seoul" }).optional()),
  BELLWETHER_VAULT_KEY: setting(
    z
      .string()
      .transform((text) => Buffer.from(text, "base64"))
      .refine((key) => key.length === 32, { message: "must be 32 bytes in base64 (openssl rand -base64 32)" })
      .optional(),
  ),
  NEXTAUTH_SECRET: setting(z.string().min(32, { message: "must have at least 32 characters" }).optional()),
  NEXTAUTH_URL: setting(z.url().optional()),
  BELLWETHER_OIDC_ISSUER: setting(z.url({ protocol: /^https?$/, message: "must be an https:// address" }).optional()),
  BELLWETHER_OIDC_CLIENT_ID: setting(z.string().optional()),
  BELLWETHER_OIDC_CLIENT_SECRET: setting(z.string().optional()),
  BELLWETHER_OIDC_NAME: setting(z.string().max(60).optional()),
  BELLWETHER_OIDC_SCOPES: setting(
    z
      .string()
      .refine((text) => text.split(" ").includes("openid"), { message: "must hold openid" })
      .default("openid profile email"),
  ),
  TRUSTED_PROXIES: setting(z.coerce.number().int().min(0).max(9).default(0)),
  REQUESTS_PER_SECOND: setting(z.coerce.number().int().min(1).max(1_000_000).default(50)),
  EVENT_LOG: setting(z.enum(["postgres", "kafka"], { message: "must be postgres or kafka" }).default("postgres")),
  KAFKA_BROKERS: setting(z.string().transform(readBrokers).optional()),
  KAFKA_TOPIC_PREFIX: setting(
    z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,200}$/, { message: "must be letters, digits, dots, hyphens and underscores" })
      .default("bellwether."),
  ),
  KAFKA_TLS: setting(z.enum(["on", "off"], { message: "must be on or off" }).optional()),
  KAFKA_CA_FILE: setting(z.string().max(1_000).optional()),
  KAFKA_SASL: setting(z.enum(saslWays, { message: `must be ${saslWays.join(" or ")}` }).optional()),
  KAFKA_USERNAME: setting(z.string().max(1_000).optional()),
  KAFKA_PASSWORD: setting(z.string().max(1_000).optional()),
  CELL_ENGINE: setting(z.enum(["embedded", "flink"], { message: "must be embedded or flink" }).default("embedded")),
  FLINK_GATEWAY_URL: setting(z.url({ protocol: /^https?$/, message: "must be an http:// or https:// address" }).optional()),
  FLINK_SAVEPOINTS: setting(z.string().max(1_000).optional()),
  FLINK_CHECKPOINTS: setting(z.string().max(1_000).optional()),
  FLINK_PARALLELISM: setting(z.coerce.number().int().min(1).max(1_000).default(1)),
  BELLWETHER_WEBHOOK_PRIVATE: setting(z.enum(["on", "off"]).default("off")),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(z.url({ protocol: /^https?$/, message: "must be an http:// or https:// address" }).optional()),
  OTEL_EXPORTER_OTLP_HEADERS: setting(z.string().transform(readHeaders).optional()),
  OTEL_TRACES_SAMPLER_ARG: setting(z.coerce.number().min(0).max(1).default(0.01)),
  METRICS_KEY: setting(z.string().min(16, { message: "must have at least 16 characters" }).optional()),
  METRICS_PORT: setting(z.coerce.number().int().min(1).max(65_535).optional()),
  BELLWETHER_CHROMIUM: setting(z.string().refine(isAbsolute, { message: "must be the whole path of a program" }).optional()),
  BELLWETHER_PRINT_URL: setting(z.url({ protocol: /^https?$/, message: "must be an http:// or https:// address" }).optional()),
  SMTP_URL: setting(z.url({ protocol: /^smtps?$/, message: "must be an smtp:// or smtps:// address" }).optional()),
  SMTP_TLS: setting(z.enum(["required", "off"]).optional()),
  MAIL_FROM: setting(z.string().max(320).transform(readSender).optional()),
  MAIL_BOUNCES: setting(z.email({ message: "must be an e-mail address" }).max(254).optional()),
  MAIL_ATTACHMENTS: setting(z.enum(["allowed", "forbidden"]).default("allowed")),
  BELLWETHER_REPORT_FOLDER: setting(z.string().optional()),
  BELLWETHER_REPORT_S3_URL: setting(z.url({ protocol: /^https?$/, message: "must be an https:// address" }).optional()),
  BELLWETHER_REPORT_S3_BUCKET: setting(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { message: "must be the name of a bucket" })
      .optional(),
  ),
  BELLWETHER_REPORT_S3_REGION: setting(
    z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, { message: "must be the name of a region" })
      .default("us-east-1"),
  ),
  BELLWETHER_REPORT_S3_KEY: setting(z.string().optional()),
  BELLWETHER_REPORT_S3_SECRET: setting(z.string().optional()),
});

/** All that the environment can set; docs/OPERATIONS.md explains each. */
export const settingNames = Object.keys(environmentSchema.shape);

/** Reads and checks the settings: the only place that does. Throws config-invalid, naming every variable. */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({ variable: String(issue.path[0] ?? ""), message: issue.message }));
    throw new BellwetherError("config-invalid", errors.map((error) => `${error.variable}: ${error.message}`).join("\n"), { errors });
  }
  const env = parsed.data;
  // With a database of one's own it is no demo unless that is said.
  const demo = env.BELLWETHER_DEMO === undefined ? env.DATABASE_URL === undefined : ["on", "1", "true"].includes(env.BELLWETHER_DEMO);
  const eventLog = eventLogOf(env);
  const config: Config = {
    port: env.PORT,
    databaseUrl: env.DATABASE_URL ?? null,
    dataDirectory: isAbsolute(env.BELLWETHER_DATA_DIR) ? env.BELLWETHER_DATA_DIR : resolve(env.BELLWETHER_DATA_DIR),
    roles: new Set(env.BELLWETHER_ROLES),
    demo,
    timeZone: env.BELLWETHER_TIME_ZONE ?? null,
    vaultKey: env.BELLWETHER_VAULT_KEY ?? null,
    nextAuthSecret: env.NEXTAUTH_SECRET ?? null,
    nextAuthUrl: env.NEXTAUTH_URL ?? null,
    oidc: oidcOf(env),
    trustedProxies: env.TRUSTED_PROXIES,
    requestsPerSecond: env.REQUESTS_PER_SECOND,
    eventLog,
    cellEngine: cellEngineOf(env, eventLog),
    tracing: tracingOf(env),
    webhookPrivate: env.BELLWETHER_WEBHOOK_PRIVATE === "on",
    metricsKey: env.METRICS_KEY ?? null,
    metricsPort: env.METRICS_PORT ?? null,
    chromium: env.BELLWETHER_CHROMIUM ?? null,
    printUrl: env.BELLWETHER_PRINT_URL ?? null,
    mail: mailOf(env),
    mailAttachments: env.MAIL_ATTACHMENTS === "allowed",
    reportStore: {
      folder: env.BELLWETHER_REPORT_FOLDER === undefined ? null : resolve(env.BELLWETHER_REPORT_FOLDER),
      s3: s3Of(env),
    },
  };
  requireSecrets(config);
  if (config.metricsPort === config.port) {
    throw new BellwetherError("config-invalid", "METRICS_PORT: must be another port than PORT", {
      errors: [{ variable: "METRICS_PORT", message: "must be another port than PORT" }],
    });
  }
  return config;
}

/** What a browser that we start needs of the environment; the secrets in it are not handed on. */
export function browserEnvironment(): Record<string, string> {
  const needed = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "LOCALAPPDATA"] as const;
  return Object.fromEntries(needed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** All of a provider or nothing of it. Its answers come to NEXTAUTH_URL alone, whatever host a request names. */
function oidcOf(env: z.infer<typeof environmentSchema>): OidcConfig | null {
  const needed = {
    BELLWETHER_OIDC_ISSUER: env.BELLWETHER_OIDC_ISSUER,
    BELLWETHER_OIDC_CLIENT_ID: env.BELLWETHER_OIDC_CLIENT_ID,
    BELLWETHER_OIDC_CLIENT_SECRET: env.BELLWETHER_OIDC_CLIENT_SECRET,
  };
  if (Object.values(needed).every((value) => value === undefined)) return null;
  const problems = Object.entries({ ...needed, NEXTAUTH_URL: env.NEXTAUTH_URL })
    .filter(([, value]) => value === undefined)
    .map(([variable]) => ({ variable, message: "is required for sign-in by OpenID Connect" }));
  const { BELLWETHER_OIDC_ISSUER: issuer = "", BELLWETHER_OIDC_CLIENT_ID: clientId = "" } = env;
  if (issuer.startsWith("http://") && !isThisMachine(issuer)) {
    problems.push({ variable: "BELLWETHER_OIDC_ISSUER", message: "must be an https:// address but on this machine" });
  }
  refuseSettings(problems);
  return {
    issuer: issuer.replace(/\/$/, ""),
    clientId,
    clientSecret: env.BELLWETHER_OIDC_CLIENT_SECRET ?? "",
    name: env.BELLWETHER_OIDC_NAME ?? new URL(issuer).hostname,
    scopes: env.BELLWETHER_OIDC_SCOPES,
  };
}

/** No default secrets outside demo mode; a vault key beside a database of one's own always. */
function requireSecrets(config: Config): void {
  const missing: string[] = [];
  if (!config.demo && config.nextAuthSecret === null) missing.push("NEXTAUTH_SECRET");
  if (config.databaseUrl !== null && config.vaultKey === null) missing.push("BELLWETHER_VAULT_KEY");
  if (missing.length === 0) return;
  throw new BellwetherError("config-invalid", missing.map((name) => `${name}: is required outside demo mode`).join("\n"), {
    errors: missing.map((variable) => ({ variable, message: "is required" })),
  });
}
