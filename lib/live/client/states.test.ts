import { describe, expect, it } from "vitest";
import { connectionEvents, connectionStates, connectionTable } from "./connection";
import { type ViewState, viewEvents, viewStates, viewTable } from "./view-state";

describe("states of the client", () => {
  it("the connection has an answer to every event in every state, and can always come back", () => {
    for (const state of connectionStates) {
      for (const event of connectionEvents) expect(connectionStates).toContain(connectionTable[state][event]);
      expect(connectionTable[state].open).toBe("connected");
    }
    expect(connectionTable.refused.drop).toBe("refused");
  });

  it("a view has an answer to every event in every state, and data always makes it live", () => {
    for (const state of viewStates) {
      for (const event of viewEvents) expect(viewStates).toContain(viewTable[state][event]);
      expect(viewTable[state].data).toBe("live");
    }
  });

  it("what is gone or refused stays so until it is asked for again", () => {
    const settled: ViewState[] = ["gone", "refused"];
    for (const state of settled) {
      expect(viewTable[state].doubt).toBe(state);
      expect(viewTable[state].drop).toBe(state);
      expect(viewTable[state].ask).toBe("asked");
    }
  });
});
