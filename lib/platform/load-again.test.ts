import { expect, test } from "vitest";
import { loadAgain } from "./load-again";

test("what fails to load is asked for again until it is there, with a wait between", async () => {
  const told: string[] = [];
  const load = async () => {
    told.push("load");
    if (told.length < 5) throw new Error("away");
    return "part";
  };
  expect(await loadAgain(load, async () => void told.push("wait"))).toBe("part");
  expect(told).toEqual(["load", "wait", "load", "wait", "load"]);
});
