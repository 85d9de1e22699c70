import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { type Beating, Heartbeats } from "./heartbeats";

const refuse = (error: unknown) => {
  throw error;
};
const at = (position: string) => ({ position, processedThrough: null, sources: [] });

/** Views of so many viewers each, and which positions each was told of. */
function viewsOf(count: number, viewers: number) {
  const told: string[][] = Array.from({ length: count }, () => []);
  const views = told.map(
    (mine): Beating => ({
      beat({ position }) {
        mine.push(position);
        return viewers;
      },
    }),
  );
  return { views, told, heard: () => told.filter(({ length }) => length > 0).length };
}

it("tells a few at once, lets others have their turn, and comes to all", async () => {
  const beats = new Heartbeats(refuse);
  const { views, told, heard } = viewsOf(50, 20);
  beats.tell(views, at("7"));
  expect(heard()).toBe(10);
  await turn();
  expect(heard()).toBeLessThan(50);
  for (let turns = 0; turns < 10; turns += 1) await turn();
  expect(told).toEqual(Array.from({ length: 50 }, () => ["7"]));
});

it("tells who still waits of where the feed is by then, once", async () => {
  const beats = new Heartbeats(refuse);
  const { views, told } = viewsOf(30, 100);
  beats.tell(views, at("7"));
  beats.tell(views, at("8"));
  for (let turns = 0; turns < 40; turns += 1) await turn();
  expect(told.slice(2)).toEqual(Array.from({ length: 28 }, () => ["8"]));
});

it("tells nobody once it is closed", async () => {
  const beats = new Heartbeats(refuse);
  const { views, heard } = viewsOf(30, 100);
  beats.tell(views, at("7"));
  beats.close();
  await turn();
  expect(heard()).toBe(2);
});

it("tells the others where telling one fails, and says so", async () => {
  const errors: unknown[] = [];
  const beats = new Heartbeats((error) => errors.push(error));
  const { views, told } = viewsOf(12, 100);
  const failing: Beating = {
    beat() {
      throw new Error("broken line");
    },
  };
  beats.tell([...views.slice(0, 6), failing, ...views.slice(6)], at("7"));
  for (let turns = 0; turns < 20; turns += 1) await turn();
  expect(told).toEqual(Array.from({ length: 12 }, () => ["7"]));
  expect(errors).toEqual([new Error("broken line")]);
});
