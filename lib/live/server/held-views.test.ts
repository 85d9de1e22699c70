import { expect, test } from "vitest";
import { HeldViews, mostOfUser } from "./held-views";

test("a user follows so many different views, the same one as often as they like, and another one for each that is left", () => {
  const held = new HeldViews();
  for (let n = 0; n < mostOfUser; n += 1) expect(held.take("a", `view ${n}`)).toBe(true);
  expect(held.take("a", "another")).toBe(false);
  expect(held.take("a", "view 0")).toBe(true);
  expect(held.take("b", "another")).toBe(true);
  held.release("a", "view 0");
  expect(held.take("a", "another")).toBe(false);
  held.release("a", "view 0");
  expect(held.take("a", "another")).toBe(true);
});

test("what was not taken is not given back", () => {
  const held = new HeldViews();
  for (let n = 0; n < mostOfUser; n += 1) held.take("a", `view ${n}`);
  held.release("a", "another");
  held.release("b", "view 0");
  expect(held.take("a", "another")).toBe(false);
});
