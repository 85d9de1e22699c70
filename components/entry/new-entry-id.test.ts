import { expect, it } from "vitest";
import { z } from "zod";
import { newEntryId } from "./new-entry-id";

it("an entry's id is a random UUID of version 4", () => {
  const ids = Array.from({ length: 100 }, newEntryId);
  for (const id of ids) expect(z.uuidv4().safeParse(id).error, id).toBeUndefined();
  expect(new Set(ids).size).toBe(100);
});
