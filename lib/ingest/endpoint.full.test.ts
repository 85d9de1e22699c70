import { platform } from "node:os";
import { describe, expect, it } from "vitest";
import { makeKey } from "@/lib/runtime/testing/client";
import { makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { startServer } from "@/lib/runtime/testing/start-server";
import { streamEvents } from "@/lib/runtime/testing/stream-events";

/** Memory is read from /proc. */
describe.skipIf(platform() !== "linux")("POST /api/v1/events, large bodies", () => {
  it("a body of 600 MB does not sit in memory", async () => {
    const data = makeDataDirectory();
    const server = await startServer(data);
    const key = await makeKey(server, "--can", "events:write");
    // Heaps grow to the size that they work with; after that they must not follow the body.
    const before = await streamEvents(server, key, { prefix: "warm", megabytes: 150 });
    const large = await streamEvents(server, key, { prefix: "large", megabytes: 600 });
    expect(large.answer).toEqual({ accepted: large.events, duplicate: 0, rejected: 0, items: [] });
    expect(large.answeredMeanwhile).toBeGreaterThan(0);
    expect(large.peakMegabytes - before.peakMegabytes).toBeLessThan(200);
    expect(await server.end("SIGTERM")).toBe(0);
    await removeDataDirectory(data);
  }, 300_000);
});
