import { describe, expect, it } from "vitest";
import { moveOf } from "./moves";
import {
  deliveryEvents,
  deliveryStates,
  deliveryTable,
  renderingEvents,
  renderingStates,
  renderingTable,
  runEvents,
  runStates,
  runTable,
} from "./states";

type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;
const tables: readonly {
  name: string;
  table: Table;
  states: readonly string[];
  events: readonly string[];
  begins: readonly string[];
  over: readonly string[];
}[] = [
  {
    name: "run",
    table: runTable,
    states: runStates,
    events: runEvents,
    begins: ["waiting", "skipped"],
    over: ["done", "failed", "cancelled", "skipped"],
  },
  {
    name: "rendering",
    table: renderingTable,
    states: renderingStates,
    events: renderingEvents,
    begins: ["waiting"],
    over: ["ready", "failed", "cancelled"],
  },
  {
    name: "delivery",
    table: deliveryTable,
    states: deliveryStates,
    events: deliveryEvents,
    begins: ["waiting"],
    over: ["kept", "refused", "failed", "withheld", "cancelled", "bounced"],
  },
];

describe.each(tables)("the table of a $name", ({ table, states, events, begins, over }) => {
  it("answers every event in every state with one of its states", () => {
    for (const state of states) for (const event of events) expect(states, `${state}, ${event}`).toContain(table[state]?.[event]);
  });

  it("leaves what is over as it is, and what is not can come to an end", () => {
    for (const state of over) for (const event of events) expect(table[state]?.[event]).toBe(state);
    for (const state of states) expect(over.some((end) => reached([state]).has(end))).toBe(true);
  });

  it("reaches every state from where it begins", () => {
    expect([...reached(begins)].sort()).toEqual([...states].sort());
  });

  it("lets each event lead to one state alone, so that a statement can write it", () => {
    for (const event of events) {
      const { from, to } = moveOf(table, event);
      for (const state of from) expect(table[state]?.[event]).toBe(to);
    }
  });

  function reached(from: readonly string[]): Set<string> {
    const found = new Set(from);
    for (const state of found) for (const next of Object.values(table[state] ?? {})) found.add(next);
    return found;
  }
});

it("nobody is sent a second copy: from what was sent no way leads back to sending", () => {
  for (const state of ["sent", "kept", "bounced"] as const) {
    for (const event of deliveryEvents) expect(["waiting", "sending"]).not.toContain(deliveryTable[state][event]);
  }
});
