import { expect, it } from "vitest";
import { renderingPatience, waitAfter } from "./backoff";
import { decideDue } from "./decide-due";
import { occurrenceId } from "./ids";

const now = new Date("2026-10-14T08:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const fates = (minutes: number[], missed: "once" | "skip") => decideDue(minutes.map(ago), now, missed).map(({ fate }) => fate);

it("what was missed is made up for once, by the last, or not at all", () => {
  expect(fates([3_000, 2_000, 11], "once")).toEqual(["skip", "skip", "fire-late"]);
  expect(fates([3_000, 2_000, 11], "skip")).toEqual(["skip", "skip", "skip"]);
  expect(fates([3_000, 10], "once")).toEqual(["skip", "fire"]);
  expect(fates([3_000, 9, 0], "skip")).toEqual(["skip", "fire", "fire"]);
  expect(fates([], "once")).toEqual([]);
});

it("waits grow, differ by chance, and have an end", () => {
  const waits = [1, 2, 3, 4, 5, 50].map((tries) => waitAfter(tries, renderingPatience, () => 1));
  expect(waits).toEqual([20_000, 60_000, 180_000, 540_000, 1_620_000, 1_800_000]);
  expect(waitAfter(1, renderingPatience, () => 0)).toBe(10_000);
});

it("the id of an occurrence is made of it: a UUID, the same wherever it is made", () => {
  const schedule = "00000000-0000-4000-8000-000000000001";
  expect(occurrenceId(schedule, now)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(occurrenceId(schedule, new Date(now))).toBe(occurrenceId(schedule, now));
  expect(occurrenceId(schedule, ago(1))).not.toBe(occurrenceId(schedule, now));
});
