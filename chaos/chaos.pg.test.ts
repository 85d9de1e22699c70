import { describe, expect, it } from "vitest";
import { runChaos } from "./run";

/** Others, and for longer: npm run chaos. */
const seed = 7;
const kinds = ["cut lines", "kill everything"];

describe("faults while events are sent and screens stand open", () => {
  it("EXACT-1 EXACT-3 LOG-1: nothing is lost, no cell differs, and every screen ends with the right figures", async () => {
    const report = await runChaos({
      seed,
      turns: kinds.length,
      events: 150,
      rate: 150,
      broker: null,
      flink: null,
      kinds,
      say: () => undefined,
    });
    expect(report.findings).toEqual([]);
    expect(report.turns.map(({ kind }) => kind)).toEqual(kinds);
    expect(report.turns.map(({ proof: { events, differ } }) => [events, differ])).toEqual([
      [150, 0],
      [300, 0],
    ]);
    expect(report.drops).toBeGreaterThan(0);
  }, 300_000);
});
