import { expect, it } from "vitest";
import { elapsed } from "./elapsed";

it.each([
  ["2026-03-19T09:00:30Z", { count: 0, unit: "minutes" }],
  ["2026-03-19T09:59:59Z", { count: 59, unit: "minutes" }],
  ["2026-03-19T12:10:00Z", { count: 3, unit: "hours" }],
  ["2026-03-21T08:59:59Z", { count: 47, unit: "hours" }],
  ["2026-03-21T09:00:00Z", { count: 2, unit: "days" }],
  ["2026-03-19T08:59:00Z", null],
])("from nine o'clock to %s", (to, expected) => {
  expect(elapsed("2026-03-19T09:00:00Z", to)).toEqual(expected);
});
