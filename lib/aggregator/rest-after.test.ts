import { expect, it } from "vitest";
import { restAfter } from "./rest-after";

it.each([
  ["as long as few events took", { events: 50, batchSize: 16_000, took: 20 }, 20],
  ["and not for long", { events: 50, batchSize: 16_000, took: 400 }, 50],
  ["not after many", { events: 1_001, batchSize: 16_000, took: 20 }, 0],
  ["nor after a full batch, behind which more waits", { events: 200, batchSize: 200, took: 20 }, 0],
])("a lane rests %s", (_, batch, rest) => {
  expect(restAfter(batch)).toBe(rest);
});
