import { describe, expect, it } from "vitest";
import { runChaos } from "./run";

/** Its first turns cut all lines, and kill everything at once. Others: npm run chaos. */
const seed = 7;

describe("faults while events are sent and screens stand open", () => {
  it("EXACT-1 EXACT-3 LOG-1: nothing is lost, no cell differs, and every screen ends with the right figures", async () => {
    const report = await runChaos({ seed, turns: 2, events: 150, rate: 150, broker: null, say: () => undefined });
    expect(report.findings).toEqual([]);
    expect(report.turns.map(({ kind }) => kind)).toEqual(["cut lines", "kill everything"]);
    expect(report.turns.map(({ proof: { events, differ } }) => [events, differ])).toEqual([
      [150, 0],
      [300, 0],
    ]);
    expect(report.drops).toBeGreaterThan(0);
  }, 300_000);
});
