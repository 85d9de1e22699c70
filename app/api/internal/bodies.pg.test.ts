import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness } from "@/lib/runtime/testing/routes";
import { PUT as look } from "./looks/route";
import { PUT as changePassword } from "./password/route";
import { POST as findPlaces } from "./places/route";

const part = 64 * 1024;
const limit = 512 * 1024;
const problemSchema = z.looseObject({ code: z.string() });

/** JSON that has no end, and how much of it was read. */
function endless() {
  const taken = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(taken.bytes === 0 ? `"${"x".repeat(part - 1)}` : "x".repeat(part)));
      taken.bytes += part;
    },
  });
  return { body, taken };
}

describe("bodies that come to routes of the screens", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let cookie = "";

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, "2026-03-19T03:00:00Z");
    cookie = await at.signIn("viewer", { kind: "institution" });
  });
  afterAll(() => at.close());

  it.each([
    ["places", "POST", findPlaces],
    ["password", "PUT", changePassword],
    ["looks", "PUT", look],
  ] as const)("%s: one over the limit is refused before all of it was read", async (name, method, handle) => {
    const { body, taken } = endless();
    const headers = { cookie, "content-type": "application/json" };
    // Streams are sent by half; the types of browsers do not know it.
    const init = { method, headers, body, duplex: "half" };
    const refused = await handle(new Request(`http://localhost/api/internal/${name}`, init));
    expect([refused.status, problemSchema.parse(await refused.json())]).toEqual([
      413,
      expect.objectContaining({ code: "too-large", limit }),
    ]);
    // As much again is taken and dropped, so that the connection serves on.
    expect(taken.bytes).toBeLessThanOrEqual(2 * limit + 3 * part);
  });

  it("what is wrong with a new password is told without it", async () => {
    const body = { password: "correct horse battery", current: 5, surplus: true };
    const refused = await changePassword(ask("/api/internal/password", { method: "PUT", cookie, body }));
    const text = await refused.text();
    expect([refused.status, problemSchema.parse(JSON.parse(text))]).toEqual([
      400,
      expect.objectContaining({ field: "current", rule: "type" }),
    ]);
    expect(text).not.toContain("horse");
  });

  it("what nests without end is refused at its field", async () => {
    const headers = { cookie, "content-type": "application/json" };
    const body = `{"text":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    const refused = await findPlaces(new Request("http://localhost/api/internal/places", { method: "POST", headers, body }));
    expect([refused.status, problemSchema.parse(await refused.json())]).toEqual([
      400,
      expect.objectContaining({ code: "bad-request", field: "text", rule: "type", found: expect.stringContaining("nested deeper") }),
    ]);
  });
});
