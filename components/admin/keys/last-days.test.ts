import { expect, it } from "vitest";
import { lastDayAllowed, usualLastDay } from "./last-days";

it("a key holds for 90 days unless somebody chooses otherwise, and for 365 at most, over leap days and years", () => {
  expect([usualLastDay("2026-11-27"), lastDayAllowed("2026-11-27")]).toEqual(["2027-02-25", "2027-11-27"]);
  expect([usualLastDay("2027-12-01"), lastDayAllowed("2027-12-01")]).toEqual(["2028-02-29", "2028-11-30"]);
});
