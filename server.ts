import { createServer, type IncomingMessage } from "node:http";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { auditJobs } from "@/lib/access/audit/audit-jobs";
import { userOf } from "@/lib/access/authenticate";
import { withoutBrokenCallback } from "@/lib/access/callback-cookie";
import { RefusalLog } from "@/lib/access/refusal-log";
import { nightlyShortening } from "@/lib/aggregator/checkpoint/nightly-shortening";
import { Recomputer } from "@/lib/aggregator/rescale/recomputer";
import { startAggregator } from "@/lib/aggregator/start-aggregator";
import { nightlyVerification } from "@/lib/aggregator/verify/nightly-verification";
import { Verifier } from "@/lib/aggregator/verify/verifier";
import { followUnread } from "@/lib/alerts/notices/follow-unread";
import { startAlerts } from "@/lib/alerts/watching/start-alerts";
import { watchTopic } from "@/lib/event-log/kafka/watch-topic";
import { handleEvents } from "@/lib/ingest/http";
import { RateLimit } from "@/lib/ingest/rate-limit";
import { IngestThread } from "@/lib/ingest/start-ingest";
import { Hub } from "@/lib/live/hub/hub";
import { attachLive } from "@/lib/live/server";
import type { UnreadPort } from "@/lib/live/server/unread-teller";
import { askedPathHeader, isReadablePath } from "@/lib/platform/asked-path";
import { clientAddress, clientAddressHeader } from "@/lib/platform/client-address";
import { loadConfig } from "@/lib/platform/config";
import { sendConsoleToLog } from "@/lib/platform/console-to-log";
import { BellwetherError, hearFailures, isBellwetherError, toProblem } from "@/lib/platform/errors";
import { startJobs } from "@/lib/platform/jobs/start-jobs";
import { logger } from "@/lib/platform/log-output";
import { countAnswer, gauge } from "@/lib/platform/metrics";
import { openTracer } from "@/lib/platform/tracing/tracer";
import { nightlyTidying } from "@/lib/policies/nightly-tidying";
import { stampPdf } from "@/lib/reports/rendering/stamp-pdf";
import { provideDataServices } from "@/lib/runtime/data-services";
import { provideDeliveryServices } from "@/lib/runtime/delivery-services";
import { admitRequest, dressAnswer } from "@/lib/runtime/guard-requests";
import { watchDatabase } from "@/lib/runtime/metrics/database-metrics";
import { startMetricsServer } from "@/lib/runtime/metrics/metrics-endpoint";
import { openServices, openStore } from "@/lib/runtime/open-services";
import { providePolicyServices } from "@/lib/runtime/policy-services";
import { type IsSomebody, RequestLimit } from "@/lib/runtime/request-limit";
import { dropBrokenRouterState } from "@/lib/runtime/router-state";
import { boundBody, endLines, longestSilence, mostConnections, serverOptions } from "@/lib/runtime/server-bounds";
import { provideServices } from "@/lib/runtime/services";
import { startReports } from "@/lib/runtime/start-reports";
import { watchRefusals } from "@/lib/runtime/watch-refusals";
import { runDemo } from "@/prisma/seed/run-demo";

/** Starts the roles that it is asked for: web, aggregator, worker. All three by default, in one process. */
const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line: string) => process.stderr.write(`bellwether: ${line}\n`);
const warn = (what: string) => (error: unknown) => logger.warn({ error }, what);

/** A start that fails must not leave the database that it booted running. */
let closeStore = async () => {};

/** Listens from the first moment on: who is told to stop while starting stops once it has started. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
}

/** Whoever read the log went away: that is no reason to end, nor to hang when told to stop. */
function outliveLogReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

async function serve(): Promise<void> {
  outliveLogReaders();
  sendConsoleToLog();
  hearFailures(warn("request"));
  const began = performance.now();
  const told = stopSignal();
  const config = loadConfig(process.env);
  const store = await openStore(config, folder, say);
  closeStore = () => store.close();
  const ingest = new IngestThread(
    { url: store.database.url, vaultKey: store.vaultKey, log: config.eventLog, tracing: config.tracing },
    warn("ingest thread"),
  );
  const services = await openServices(config, store, ingest.submit.bind(ingest));
  provideServices(services);
  const stops: (() => Promise<void>)[] = [];
  const has = (role: "web" | "aggregator" | "worker") => config.roles.has(role);
  services.readiness.add({ name: "ingest", running: () => ingest.running });
  const verifier = new Verifier({ url: store.database.url, timeZone: store.timeZone }, warn("verification"));
  provideDataServices({ ingest, verifier });
  const recomputer = new Recomputer({ database: store.database, now: services.now }, warn("recomputation"));
  providePolicyServices({ recomputer });
  provideDeliveryServices({ stamp: stampPdf });

  if (config.eventLog.kind === "kafka") {
    const topic = await watchTopic(store.database, config.eventLog);
    services.readiness.add({ name: "kafka", running: () => topic.answering() });
    stops.push(() => topic.stop());
  }
  watchDatabase(store.database);
  if (config.metricsPort !== null) stops.push((await startMetricsServer(config.metricsPort, services.readiness)).stop);

  if (has("aggregator")) {
    const aggregator = startAggregator(
      {
        url: store.database.url,
        timeZone: store.timeZone,
        lanes: 2,
        vaultKey: store.vaultKey,
        log: config.eventLog,
        cells: config.cellEngine.kind,
        tracing: config.tracing,
      },
      warn("aggregator thread"),
    );
    services.readiness.add({ name: "aggregator", running: () => aggregator.running() });
    stops.push(() => aggregator.stop());
  }
  if (has("web")) {
    const tracer = openTracer(config.tracing, store.vaultKey, warn("traces"));
    const hub = new Hub({ database: store.database, timeZone: store.timeZone, now: services.now, onError: warn("live hub"), tracer });
    await hub.start();
    const { database, changes, timeZone, now } = services;
    const unread = await followUnread(database, warn("unread"));
    const web = await startWeb({ ...services, unread }, ingest, hub);
    // Rules are watched where views are computed: by one of all web processes.
    const alerts = await startAlerts({ database, hub, changes, timeZone, demo: config.demo, now, onError: warn("alerts") });
    stops.push(
      () => alerts.stop(),
      web,
      () => unread.stop(),
      () => hub.stop(),
      async () => tracer?.stop(),
    );
    say(
      `Ready at http://localhost:${config.port} after ${((performance.now() - began) / 1_000).toFixed(1)} s.${config.demo ? " This is the demo: anyone may sign in." : ""}`,
    );
  }
  if (has("worker")) {
    // After the pages: they need not wait for it.
    const jobs = await startJobs({
      database: store.database,
      timeZone: store.timeZone,
      jobs: [
        nightlyVerification(verifier, store.timeZone, services.now),
        ...auditJobs({
          database: store.database,
          key: services.auditKey,
          dataDirectory: config.dataDirectory,
          now: services.now,
        }),
        nightlyTidying(store.database, store.timeZone, services.now),
        nightlyShortening(store.database, store.timeZone, services.now),
        recomputer.job,
      ],
      onError: warn("jobs"),
    });
    const reports = await startReports({ services, onError: warn });
    stops.unshift(
      () => jobs.stop(),
      () => reports.stop(),
    );
  }
  if (has("worker") && config.demo) {
    const demo = runDemo({
      database: store.database,
      vault: store.vault,
      ingest,
      folder,
      timeZone: store.timeZone,
      now: services.now,
      say,
      onError: warn("demo"),
    });
    stops.unshift(() => demo.stop());
  }

  stops.push(
    () => verifier.stop(),
    () => recomputer.stop(),
    () => ingest.stop(),
  );

  await told;
  say("Stopping.");
  for (const one of stops) await one().catch(warn("stop"));
  await services.close();
  await store.close();
  process.exit(0);
}

async function startWeb(
  services: Parameters<typeof provideServices>[0] & { unread: UnreadPort },
  ingest: IngestThread,
  hub: Hub,
): Promise<() => Promise<void>> {
  const { config, apiKeys } = services;
  // next-auth reads these two by itself.
  process.env.NEXTAUTH_SECRET = services.nextAuthSecret;
  if (config.nextAuthUrl === null) process.env.AUTH_TRUST_HOST = "true";
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: folder, port: config.port, quiet: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const endpoint = {
    authenticate: (header: string | undefined) => apiKeys.authenticate(header),
    receive: ingest.receive.bind(ingest),
    rateLimit: new RateLimit(() => performance.now()),
  };
  const refusals = new RefusalLog(
    (line) => logger.warn(line, "access refused"),
    () => performance.now(),
  );
  const isSomebody: IsSomebody = async ({ authorization, cookie }) =>
    (authorization === undefined ? await userOf(services, cookie ?? null) : await apiKeys.authenticate(authorization)) !== null;
  const limit = new RequestLimit(config.requestsPerSecond, () => performance.now(), isSomebody);
  const guard = { nextAuthUrl: config.nextAuthUrl, limit, onError: warn("request limit") };
  const http = createServer(serverOptions, (request, response) => {
    countAnswer(response);
    const asked = (request.url ?? "").split("?")[0] ?? "";
    const readable = isReadablePath(asked);
    // As routes are found by it: an address that is spelled otherwise is held to the same.
    const path = readable ? decodeURIComponent(asked) : asked;
    dressAnswer(request, response, path, config.nextAuthUrl);
    watchRefusals(request, response, path, { services, log: refusals, onError: warn("refusals") });
    // Events are sent with a key and no cookie; their limits are their own.
    if (path === "/api/v1/events") {
      void handleEvents(request, response, endpoint);
      return;
    }
    boundBody(request);
    const address = clientAddress(request, config.trustedProxies);
    if (!admitRequest(request, response, { path, address }, guard)) return;
    if (!readable) {
      const problem = toProblem(new BellwetherError("bad-request", "The address is not well-formed.", { field: "path", rule: "address" }));
      response.writeHead(problem.status, problem.headers).end(JSON.stringify(problem.body));
      return;
    }
    request.headers[askedPathHeader] = request.url;
    request.headers[clientAddressHeader] = address;
    if (request.headers.cookie !== undefined) request.headers.cookie = withoutBrokenCallback(request.headers.cookie);
    dropBrokenRouterState(request.headers);
    handle(request, response).catch((error: unknown) => {
      logger.error({ error }, "request");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  http.setTimeout(longestSilence);
  http.maxConnections = mostConnections;
  const admitStranger = (request: IncomingMessage) => limit.admitStranger(clientAddress(request, config.trustedProxies));
  const io = attachLive(http, services, hub, { refusals, admitStranger, now: () => services.now().getTime() });
  gauge("bellwether_live_sockets", "Open live connections", () => io.engine.clientsCount);
  gauge("bellwether_live_views", "Views computed for them", () => hub.size);
  await new Promise<void>((resolve, reject) => {
    http.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE" ? portTaken(config.port) : error));
    http.listen(config.port, () => resolve());
  });
  return async () => {
    await endLines(http, () => io.close());
    http.closeAllConnections();
    await app.close();
  };
}

const portTaken = (port: number) =>
  new BellwetherError("config-invalid", `PORT: ${port} is used by another program; set PORT to one that is free.`, { variable: "PORT" });

serve().catch(async (error: unknown) => {
  if (isBellwetherError(error)) process.stderr.write(`bellwether: cannot start.\n${error.message}\n`);
  else logger.fatal({ error }, "cannot start");
  await closeStore().catch(warn("stop"));
  process.exit(1);
});
