import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { sendPaced } from "./send-paced";

async function* from<T>(events: readonly T[]): AsyncGenerator<T> {
  yield* events;
}

describe("sendPaced", () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("bellwether-replay-"));

  it("sends in the order of time, those of one moment in the order that they came, and all that wait before it pauses", async () => {
    const steps: string[] = [];
    const sender = {
      add: async (event: unknown) => void steps.push(Object(event).id),
      flush: async () => void steps.push("flush"),
    };
    const at = (id: string, time: string) => ({ id, time });
    const before = folders();
    const events = [
      at("d", "2026-03-11T00:00:00Z"),
      at("a", "2026-03-09T09:00:00Z"),
      at("c", "2026-03-09T23:00:00+09:00"),
      at("a2", "2026-03-09T09:00:00Z"),
    ];
    await sendPaced(from(events), sender, 10 * 86_400_000);
    expect(steps).toEqual(["a", "a2", "c", "flush", "d"]);
    expect(folders()).toEqual(before);
  });

  it("leaves nothing behind where sending fails", async () => {
    const before = folders();
    const sender = {
      add: () => Promise.reject(new Error("refused")),
      flush: async () => undefined,
    };
    await expect(sendPaced(from([{ time: "2026-03-09T09:00:00Z" }]), sender, 1)).rejects.toThrow("refused");
    expect(folders()).toEqual(before);
  });
});
