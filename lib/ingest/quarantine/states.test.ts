import { describe, expect, it } from "vitest";
import { quarantineEvents, quarantineStates, quarantineTable } from "./states";

describe("states of a quarantined item", () => {
  it("open ends as replayed or discarded, and a refused replay leaves it open", () => {
    expect(quarantineTable.open).toEqual({ passed: "replayed", refused: "open", discarded: "discarded" });
  });

  it("what is resolved stays as it is, whatever happens", () => {
    for (const state of quarantineStates.filter((one) => one !== "open"))
      for (const event of quarantineEvents) expect(quarantineTable[state][event]).toBe(state);
  });
});
