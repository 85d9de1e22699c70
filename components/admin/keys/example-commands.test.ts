import { expect, it } from "vitest";
import { exampleCommands } from "./example-commands";

it("examples are of what the key may do, and of nothing else", () => {
  const at = "https://kpi.example.edu";
  const both = exampleCommands("bw_a_b", ["events:write", "kpis:read"], at);
  expect(both.split("\n")).toEqual([
    "KEY=bw_a_b",
    `curl -sS ${at}/api/v1/events -H "Authorization: Bearer $KEY" -H "Content-Type: application/x-ndjson" --data-binary @events.ndjson`,
    `curl -sS ${at}/api/v1/kpis/attendance-rate -H "Authorization: Bearer $KEY"`,
  ]);
  expect(exampleCommands("bw_a_b", ["kpis:read"], at)).not.toContain("/events");
  expect(exampleCommands("bw_a_b", ["events:write"], at)).not.toContain("/kpis");
});
