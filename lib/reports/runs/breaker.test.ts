import { expect, it } from "vitest";
import { Breaker } from "./breaker";

it("a server that is away is asked by one alone, ever more seldom, until it answers", () => {
  let now = 0;
  const breaker = new Breaker(() => new Date(now));
  for (let index = 0; index < 4; index += 1) breaker.heard("unreached");
  expect(breaker.room(8)).toBe(8);
  breaker.heard("nothing");
  breaker.heard("unreached");
  expect([breaker.room(8), breaker.opensAt]).toEqual([0, new Date(5_000)]);
  now = 5_000;
  // What says nothing of the server leaves it so, and nobody looks for a time that is past.
  breaker.heard("nothing");
  expect([breaker.room(8), breaker.opensAt]).toEqual([1, null]);
  breaker.heard("unreached");
  expect([breaker.room(8), breaker.opensAt]).toEqual([0, new Date(15_000)]);
  for (let index = 0; index < 30; index += 1) breaker.heard("unreached");
  expect(breaker.opensAt).toEqual(new Date(65_000));
  now = 65_000;
  breaker.heard("reached");
  expect([breaker.room(8), breaker.opensAt]).toEqual([8, null]);
});
