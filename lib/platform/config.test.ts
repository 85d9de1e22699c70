import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "./config";
import { refuseOlderPostgres } from "./database";

const secret = "x".repeat(32);
const key = Buffer.alloc(32, 1).toString("base64");
const own = { DATABASE_URL: "postgresql://u:p@db.example.org/b", NEXTAUTH_SECRET: secret, BELLWETHER_VAULT_KEY: key };
const load = (environment: Record<string, string>) => loadConfig({ NODE_ENV: "test", ...environment });
const refusalOf = (environment: Record<string, string>): unknown => {
  try {
    return load(environment);
  } catch (error) {
    return error;
  }
};

const kafkaAt = { EVENT_LOG: "kafka", KAFKA_BROKERS: "kafka-1:9092" };

describe("settings", () => {
  it("with nothing set: a demo on an embedded database", () => {
    expect(load({})).toMatchObject({
      port: 3000,
      databaseUrl: null,
      dataDirectory: resolve(".bellwether"),
      roles: new Set(["web", "aggregator", "worker"]),
      demo: true,
      nextAuthSecret: null,
      trustedProxies: 0,
      eventLog: { kind: "postgres" },
    });
  });

  it("a blank variable is one that is not set", () => {
    expect(load({ PORT: "", DATABASE_URL: "", BELLWETHER_DEMO: "", NEXTAUTH_SECRET: "" })).toEqual(load({}));
  });

  it("with a database of one's own it is no demo, unless that is said", () => {
    expect(load(own)).toMatchObject({ demo: false, databaseUrl: own.DATABASE_URL });
    expect(load({ ...own, BELLWETHER_DEMO: "on" })).toMatchObject({ demo: true });
    expect(load({ BELLWETHER_DEMO: "off", NEXTAUTH_SECRET: secret })).toMatchObject({ demo: false, databaseUrl: null });
  });

  it("takes roles with commas or bars", () => {
    expect(load({ BELLWETHER_ROLES: "web, worker" }).roles).toEqual(new Set(["web", "worker"]));
    expect(load({ BELLWETHER_ROLES: "web|aggregator" }).roles).toEqual(new Set(["web", "aggregator"]));
  });

  it.each([
    [{ PORT: "0" }, ["PORT"]],
    [{ PORT: "65536" }, ["PORT"]],
    [{ DATABASE_URL: "db.example.org" }, ["DATABASE_URL"]],
    [{ BELLWETHER_ROLES: "cook" }, ["BELLWETHER_ROLES"]],
    [{ BELLWETHER_DEMO: "maybe" }, ["BELLWETHER_DEMO"]],
    [{ BELLWETHER_TIME_ZONE: "Seoul time" }, ["BELLWETHER_TIME_ZONE"]],
    [{ BELLWETHER_VAULT_KEY: "c2hvcnQ=" }, ["BELLWETHER_VAULT_KEY"]],
    [{ NEXTAUTH_SECRET: "short" }, ["NEXTAUTH_SECRET"]],
    [{ NEXTAUTH_URL: "here" }, ["NEXTAUTH_URL"]],
    [{ TRUSTED_PROXIES: "-1" }, ["TRUSTED_PROXIES"]],
    [{ EVENT_LOG: "pulsar" }, ["EVENT_LOG"]],
    [{ EVENT_LOG: "kafka" }, ["KAFKA_BROKERS"]],
    [{ EVENT_LOG: "kafka", KAFKA_BROKERS: "kafka-1" }, ["KAFKA_BROKERS"]],
    [{ EVENT_LOG: "kafka", KAFKA_BROKERS: "kafka-1:9092,kafka-2:99999" }, ["KAFKA_BROKERS"]],
    [{ EVENT_LOG: "kafka", KAFKA_BROKERS: "kafka://kafka-1:9092" }, ["KAFKA_BROKERS"]],
    [{ KAFKA_BROKERS: "kafka-1:9092" }, ["KAFKA_BROKERS"]],
    [
      { KAFKA_TLS: "on", KAFKA_SASL: "plain", KAFKA_USERNAME: "u", KAFKA_PASSWORD: "p" },
      ["KAFKA_TLS", "KAFKA_SASL", "KAFKA_USERNAME", "KAFKA_PASSWORD"],
    ],
    [{ ...kafkaAt, KAFKA_TLS: "perhaps" }, ["KAFKA_TLS"]],
    [{ ...kafkaAt, KAFKA_TLS: "on", KAFKA_SASL: "gssapi" }, ["KAFKA_SASL"]],
    [{ ...kafkaAt, KAFKA_TLS: "on", KAFKA_SASL: "plain" }, ["KAFKA_USERNAME", "KAFKA_PASSWORD"]],
    [{ ...kafkaAt, KAFKA_TLS: "on", KAFKA_PASSWORD: "p" }, ["KAFKA_PASSWORD"]],
    [{ ...kafkaAt, KAFKA_SASL: "scram-sha-512", KAFKA_USERNAME: "u", KAFKA_PASSWORD: "p" }, ["KAFKA_TLS"]],
    [{ ...kafkaAt, KAFKA_CA_FILE: "/etc/ca.pem" }, ["KAFKA_CA_FILE"]],
    [{ ...kafkaAt, KAFKA_TLS: "on", KAFKA_CA_FILE: "/no/such/file" }, ["KAFKA_CA_FILE"]],
    [{ ...kafkaAt, KAFKA_TLS: "on", KAFKA_CA_FILE: "package.json" }, ["KAFKA_CA_FILE"]],
    [{ ...kafkaAt, KAFKA_TLS: "on", CELL_ENGINE: "flink" }, ["KAFKA_TLS"]],
    [{ CELL_ENGINE: "spark" }, ["CELL_ENGINE"]],
    [{ CELL_ENGINE: "flink" }, ["CELL_ENGINE"]],
    [{ FLINK_GATEWAY_URL: "http://flink:8083", FLINK_SAVEPOINTS: "file:///s" }, ["FLINK_GATEWAY_URL", "FLINK_SAVEPOINTS"]],
    [{ FLINK_CHECKPOINTS: "file:///c" }, ["FLINK_CHECKPOINTS"]],
    [{ FLINK_GATEWAY_URL: "flink:8083" }, ["FLINK_GATEWAY_URL"]],
    [{ FLINK_PARALLELISM: "0" }, ["FLINK_PARALLELISM"]],
    [{ KAFKA_TOPIC_PREFIX: "our events" }, ["KAFKA_TOPIC_PREFIX"]],
    [{ BELLWETHER_DEMO: "off" }, ["NEXTAUTH_SECRET"]],
    [{ DATABASE_URL: own.DATABASE_URL }, ["NEXTAUTH_SECRET", "BELLWETHER_VAULT_KEY"]],
    [{ DATABASE_URL: own.DATABASE_URL, BELLWETHER_DEMO: "on" }, ["BELLWETHER_VAULT_KEY"]],
    [{ PORT: "x", EVENT_LOG: "y" }, ["PORT", "EVENT_LOG"]],
  ])("%j is refused, naming %j", (environment: Record<string, string>, variables) => {
    const refusal = refusalOf(environment);
    expect(refusal).toMatchObject({ code: "config-invalid", facts: { errors: variables.map((variable) => ({ variable })) } });
    for (const variable of variables) expect(String(refusal)).toContain(`${variable}: `);
  });

  it("Kafka is taken with its brokers, and a topic under the prefix", () => {
    const brokers = "kafka-1.example.edu:9092, [2001:db8::1]:9093";
    expect(load({ EVENT_LOG: "kafka", KAFKA_BROKERS: brokers }).eventLog).toEqual({
      kind: "kafka",
      brokers: ["kafka-1.example.edu:9092", "[2001:db8::1]:9093"],
      topic: "bellwether.campus-events",
      access: { tls: null, sasl: null },
    });
    expect(load({ EVENT_LOG: "kafka", KAFKA_BROKERS: "k:1", KAFKA_TOPIC_PREFIX: "uni-" }).eventLog).toMatchObject({
      topic: "uni-campus-events",
    });
  });

  it("Kafka is reached by TLS, by whom this machine trusts where no authority is named, and as somebody", () => {
    expect(load({ ...kafkaAt, KAFKA_TLS: "on" }).eventLog).toMatchObject({ access: { tls: { authority: null }, sasl: null } });
    const login = { KAFKA_SASL: "scram-sha-512", KAFKA_USERNAME: "bellwether", KAFKA_PASSWORD: "secret" };
    expect(load({ ...kafkaAt, KAFKA_TLS: "on", ...login }).eventLog).toMatchObject({
      access: { sasl: { mechanism: "SCRAM-SHA-512", username: "bellwether", password: "secret" } },
    });
  });

  it("Flink is taken with the log in Kafka, and cells are the aggregator's where nothing is said", () => {
    expect(load({}).cellEngine).toEqual({ kind: "embedded" });
    const kafka = { EVENT_LOG: "kafka", KAFKA_BROKERS: "k:1" };
    expect(load({ ...kafka, CELL_ENGINE: "flink" }).cellEngine).toMatchObject({
      kind: "flink",
      gateway: null,
      savepoints: null,
      checkpoints: null,
      parallelism: 1,
    });
    expect(
      load({
        ...kafka,
        CELL_ENGINE: "flink",
        FLINK_GATEWAY_URL: "http://flink:8083/",
        FLINK_CHECKPOINTS: "s3://b/c/",
        FLINK_PARALLELISM: "4",
      }).cellEngine,
    ).toMatchObject({
      gateway: "http://flink:8083",
      checkpoints: "s3://b/c",
      parallelism: 4,
      log: { topic: "bellwether.campus-events" },
    });
  });

  const provider = {
    BELLWETHER_OIDC_ISSUER: "https://idp.example.org/",
    BELLWETHER_OIDC_CLIENT_ID: "bellwether",
    BELLWETHER_OIDC_CLIENT_SECRET: "given there",
    NEXTAUTH_URL: "https://kpi.example.org",
  };

  it("a provider is taken whole, or not at all", () => {
    expect(load({ ...own }).oidc).toBeNull();
    expect(load({ ...own, ...provider }).oidc).toEqual({
      issuer: "https://idp.example.org",
      clientId: "bellwether",
      clientSecret: "given there",
      name: "idp.example.org",
      scopes: "openid profile email",
    });
    for (const missing of Object.keys(provider)) {
      expect(refusalOf({ ...own, ...provider, [missing]: "" })).toMatchObject({ facts: { errors: [{ variable: missing }] } });
    }
  });

  it.each([
    ["BELLWETHER_OIDC_ISSUER", "http://idp.example.org"],
    ["BELLWETHER_OIDC_ISSUER", "idp"],
    ["BELLWETHER_OIDC_SCOPES", "profile email"],
  ])("a provider with %s %s is refused", (variable, value) => {
    expect(refusalOf({ ...own, ...provider, [variable]: value })).toMatchObject({ facts: { errors: [{ variable }] } });
  });

  const smtp = { SMTP_URL: "smtp://relay.example.edu", MAIL_FROM: "Bellwether <reports@example.edu>" };
  it("a mail server is taken with who writes, encrypted but on this machine", () => {
    expect(load({})).toMatchObject({ mail: null, mailAttachments: true, reportStore: { folder: null, s3: null } });
    const from = { name: "Bellwether", address: "reports@example.edu" };
    expect(load(smtp).mail).toEqual({
      host: "relay.example.edu",
      port: 587,
      tls: "starttls",
      login: null,
      from,
      bounces: from.address,
    });
    expect(
      load({
        ...smtp,
        SMTP_URL: "smtps://kpi%40example.edu:p%2Fw@relay.example.edu",
        MAIL_FROM: from.address,
        MAIL_BOUNCES: "b@example.edu",
      }).mail,
    ).toEqual({
      host: "relay.example.edu",
      port: 465,
      tls: "implicit",
      login: { user: "kpi@example.edu", password: "p/w" },
      from: { name: "", address: from.address },
      bounces: "b@example.edu",
    });
    expect(load({ ...smtp, SMTP_URL: "smtp://127.0.0.1:2525" }).mail).toMatchObject({ host: "127.0.0.1", port: 2525, tls: "none" });
    expect(load({ ...smtp, SMTP_URL: "smtp://[::1]", SMTP_TLS: "required" }).mail).toMatchObject({ host: "::1", tls: "starttls" });
    expect(load({ ...smtp, SMTP_TLS: "off" }).mail).toMatchObject({ tls: "none" });
    expect(load({ ...smtp, MAIL_ATTACHMENTS: "forbidden" }).mailAttachments).toBe(false);
  });

  const s3 = {
    BELLWETHER_REPORT_S3_URL: "https://s3.example.edu/",
    BELLWETHER_REPORT_S3_BUCKET: "reports",
    BELLWETHER_REPORT_S3_KEY: "key",
    BELLWETHER_REPORT_S3_SECRET: "kept",
  };
  it("a store is taken whole, or not at all", () => {
    expect(load({ ...s3, BELLWETHER_REPORT_FOLDER: "/srv/reports" }).reportStore).toEqual({
      folder: "/srv/reports",
      s3: { url: "https://s3.example.edu", bucket: "reports", region: "us-east-1", key: "key", secret: "kept" },
    });
    for (const missing of Object.keys(s3))
      expect(refusalOf({ ...s3, [missing]: "" })).toMatchObject({ facts: { errors: [{ variable: missing }] } });
  });

  it.each([
    [{ ...smtp, SMTP_URL: "http://relay.example.edu" }, "SMTP_URL"],
    [{ ...smtp, SMTP_URL: "" }, "SMTP_URL"],
    [{ ...smtp, MAIL_FROM: "" }, "MAIL_FROM"],
    [{ ...smtp, MAIL_FROM: "reports" }, "MAIL_FROM"],
    [{ ...smtp, MAIL_FROM: "Reports\r\nBcc: <all@example.edu>" }, "MAIL_FROM"],
    [{ ...smtp, MAIL_BOUNCES: "b" }, "MAIL_BOUNCES"],
    [{ ...smtp, SMTP_URL: "smtps://relay.example.edu", SMTP_TLS: "off" }, "SMTP_TLS"],
    [{ ...smtp, SMTP_URL: "smtp://u:p@relay.example.edu", SMTP_TLS: "off" }, "SMTP_TLS"],
    [{ ...s3, BELLWETHER_REPORT_S3_URL: "http://s3.example.edu" }, "BELLWETHER_REPORT_S3_URL"],
    [{ ...s3, BELLWETHER_REPORT_S3_BUCKET: "a/b" }, "BELLWETHER_REPORT_S3_BUCKET"],
  ])("%j is refused for %s", (environment: Record<string, string>, variable) => {
    expect(refusalOf(environment)).toMatchObject({ code: "config-invalid", facts: { errors: [{ variable }] } });
  });

  it("PostgreSQL 18 is the oldest that is taken", () => {
    expect(() => refuseOlderPostgres(180_000, "18.0")).not.toThrow();
    expect(() => refuseOlderPostgres(170_006, "17.6")).toThrow("DATABASE_URL: PostgreSQL 18 or later is needed, and 17.6 was found.");
  });
});
