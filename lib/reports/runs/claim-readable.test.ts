import { describe, expect, it } from "vitest";
import { z } from "zod";
import { claimReadable } from "./claim-readable";

type Row = { id: string; value: unknown };
const row = (id: string, value: unknown): Row => ({ id, value });
const schema = z.object({ id: z.string(), value: z.number() });

/** What is due, with what came of claiming so many of it. `failing`: the part that does not get through. */
async function claim(due: readonly Row[], most: number, failing?: "giving up" | "taking again") {
  const waiting = [...due];
  const errors: unknown[] = [];
  const givenUp: string[] = [];
  let taken = 0;
  const claimed = await claimReadable(schema, "row", most, {
    take: async (room) => {
      taken += 1;
      if (failing === "taking again" && taken > 1) throw new Error("away");
      return waiting.splice(0, room);
    },
    giveUp: async ({ id }) => {
      if (failing === "giving up") throw new Error("away");
      givenUp.push(id);
    },
    onError: (error) => void errors.push(error),
  });
  return { claimed: claimed.map(({ id }) => id), givenUp, errors, waiting: waiting.map(({ id }) => id) };
}

describe("claiming what can be read", () => {
  const due = [row("a", 1), row("b", "secret"), row("c", null), row("d", 2), row("e", 3), row("f", 4)];

  it("gives up what cannot be, tells it, and takes others in its place, no more than there is room for", async () => {
    const { errors, ...rest } = await claim(due, 3);
    expect(rest).toEqual({ claimed: ["a", "d", "e"], givenUp: ["b", "c"], waiting: ["f"] });
    expect(errors).toMatchObject([{ code: "internal", message: "A row cannot be read.", facts: { row: "b" } }, { facts: { row: "c" } }]);
    expect(JSON.stringify(errors)).not.toContain("secret");
    expect(await claim(due, 9)).toMatchObject({ claimed: ["a", "d", "e", "f"], waiting: [] });
    expect(await claim([row("b", null)], 1)).toMatchObject({ claimed: [], givenUp: ["b"] });
  });

  it.each(["giving up", "taking again"] as const)("keeps what it has where %s fails", async (failing) => {
    const { claimed, errors } = await claim(due, 3, failing);
    expect(claimed).toEqual(failing === "giving up" ? ["a", "d", "e"] : ["a"]);
    expect(errors).toContainEqual(new Error("away"));
  });
});
