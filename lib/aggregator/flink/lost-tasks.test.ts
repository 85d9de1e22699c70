import { expect, it } from "vitest";
import { heartbeatTimeout } from "./lost-tasks";

it.each([
  ["50000", 50_000],
  ["20 s", 20_000],
  ["1min", 60_000],
  ["1500 ms", 1_500],
  ["PT1M", 50_000],
  [null, 50_000],
])("a heartbeat that is missed after %j is missed after %i ms", (text, milliseconds) => {
  expect(heartbeatTimeout(text)).toBe(milliseconds);
});
