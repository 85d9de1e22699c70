import { afterAll, describe, expect, it } from "vitest";
import { isFullRun, sampleOf } from "@/lib/platform/testing/full-run";
import { killPostgres, makeDataDirectory, postgresProcesses, removeDataDirectory } from "./testing/data-directory";
import { startServer } from "./testing/start-server";

describe("a server's life", () => {
  const data = makeDataDirectory();
  afterAll(() => removeDataDirectory(data));

  it.each(sampleOf(["SIGTERM", "SIGINT"] as const, 1))("%s ends the server and its database, and leaves nothing open", async (signal) => {
    const server = await startServer(data);
    expect((await fetch(new URL("/api/health", server.url))).status).toBe(200);
    expect(postgresProcesses(data).length).toBeGreaterThan(1);
    // A connection that stays open must not hold it up.
    const idle = await fetch(new URL("/api/ready", server.url), { keepalive: true });
    expect(idle.status).toBe(200);
    expect(await server.end(signal)).toBe(0);
    expect(server.output()).toContain("Stopping.");
    expect(postgresProcesses(data)).toEqual([]);
    await expect(fetch(new URL("/api/health", server.url))).rejects.toThrow();
  });

  it.runIf(isFullRun)("a second Ctrl-C does no harm", async () => {
    const server = await startServer(data);
    process.kill(server.pid, "SIGINT");
    expect(await server.end("SIGINT")).toBe(0);
    expect(postgresProcesses(data)).toEqual([]);
  });

  it.runIf(isFullRun)("stops when it is told to, though nobody reads its log any more", async () => {
    const server = await startServer(data);
    server.stopReading();
    expect((await fetch(new URL("/api/ready", server.url))).status).toBe(200);
    expect(await server.end("SIGTERM")).toBe(0);
    expect(postgresProcesses(data)).toEqual([]);
  });

  it("starts again after SIGKILL, on the database that was left running or was killed too, and says so", async () => {
    const first = await startServer(data);
    expect(await first.end("SIGKILL")).toBe("SIGKILL");
    const left = postgresProcesses(data)[0];
    expect(left).toBeDefined();
    const second = await startServer(data);
    expect(second.output()).toContain("Using the database that is already running.");
    expect(postgresProcesses(data)[0]).toBe(left);
    await second.end("SIGKILL");
    await killPostgres(data);
    const third = await startServer(data);
    expect(third.output()).not.toContain("Using the database");
    expect(third.output()).not.toContain("Creating");
    expect(await third.end("SIGTERM")).toBe(0);
    expect(postgresProcesses(data)).toEqual([]);
  });

  it.runIf(isFullRun)("two servers on one data directory share its database; the last to stop ends it", async () => {
    const servers = await Promise.all([startServer(data), startServer(data)]);
    expect(servers.filter((server) => server.output().includes("Using the database that is already running."))).toHaveLength(1);
    const [one, other] = servers;
    expect(await one.end("SIGTERM")).toBe(0);
    expect(postgresProcesses(data).length).toBeGreaterThan(0);
    expect((await fetch(new URL("/api/ready", other.url))).status).toBe(200);
    expect(await other.end("SIGTERM")).toBe(0);
    expect(postgresProcesses(data)).toEqual([]);
  });

  it.runIf(isFullRun)("says what it is doing, and why it cannot start on a port that is taken", async () => {
    const server = await startServer(data);
    expect(server.output()).toContain(`Ready at http://localhost:${new URL(server.url).port}`);
    const taken = { PORT: new URL(server.url).port };
    await expect(startServer(data, taken)).rejects.toThrow(`PORT: ${taken.PORT} is used by another program`);
    // The one that could not start has not taken the database along.
    expect((await fetch(new URL("/api/ready", server.url))).status).toBe(200);
    const other = makeDataDirectory();
    await expect(startServer(other, taken)).rejects.toThrow("PORT");
    expect(postgresProcesses(other)).toEqual([]);
    await removeDataDirectory(other);
    expect(await server.end("SIGTERM")).toBe(0);
    expect(postgresProcesses(data)).toEqual([]);
  });
});

describe("settings at the start", () => {
  it.each(
    sampleOf<[Record<string, string>, string]>(
      [
        [{ BELLWETHER_DEMO: "off", NEXTAUTH_SECRET: "" }, "NEXTAUTH_SECRET: is required outside demo mode"],
        [{ NEXTAUTH_SECRET: "short" }, "NEXTAUTH_SECRET: must have at least 32 characters"],
        [{ PORT: "eighty" }, "PORT: "],
        [{ BELLWETHER_ROLES: "web,cook" }, "BELLWETHER_ROLES: "],
        [{ BELLWETHER_TIME_ZONE: "Mars/Olympus" }, "BELLWETHER_TIME_ZONE: must be an IANA time zone"],
        [{ EVENT_LOG: "kafka" }, "KAFKA_BROKERS: is required with EVENT_LOG=kafka"],
        [{ DATABASE_URL: "mysql://localhost/x" }, "DATABASE_URL: must be a postgresql:// address"],
      ],
      3,
    ),
  )("%j is refused by name, before anything is made", async (settings, message) => {
    const data = makeDataDirectory();
    await expect(startServer(data, settings)).rejects.toThrow(message);
    expect(postgresProcesses(data)).toEqual([]);
    await removeDataDirectory(data);
  });
});
