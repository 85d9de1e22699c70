import { expect, it } from "vitest";
import { toldAtMostOnce } from "./told-at-most-once";

it("use is told of once a minute at most, and not at once: the page that was opened has told of itself", () => {
  let now = 5_000;
  let told = 0;
  const tell = toldAtMostOnce(
    60_000,
    () => now,
    () => (told += 1),
  );
  tell();
  expect(told).toBe(0);
  now += 60_000;
  for (let n = 0; n < 5; n += 1) tell();
  expect(told).toBe(1);
  now += 59_999;
  tell();
  expect(told).toBe(1);
  now += 1;
  tell();
  expect(told).toBe(2);
});
