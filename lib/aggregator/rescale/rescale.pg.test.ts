import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { enrolled, roster } from "@/lib/kpis/testing/campus";
import { Institution, on, zone } from "@/lib/kpis/testing/institution";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { verify } from "../verify/verify";
import { changeScale, type OwnScale } from "./change-scale";
import { runRecomputations } from "./run-recomputations";

let asked = 0;
/** A minute later each time. */
const now = () => {
  asked += 1;
  return new Date(Date.parse("2026-04-20T03:00:00Z") + asked * 60_000);
};
const grade = (section: string, student: string, letter: string, more: object = {}, day = "2026-04-01") =>
  on(day, "grade.posted", { section, student, scale: "house", letter, state: "final", ...more });
const letter = (name: string, points: number | null, mark: "" | "low" | "failing" = "") => ({
  letter: name,
  points,
  failing: mark === "failing",
  low: mark !== "",
});
const house = (...letters: OwnScale["letters"]): OwnScale => ({ scale: "house", letters });

describe("a scale of the institution's own", () => {
  const test = useTestDatabase();
  let campus: Institution;

  const change = (scale: OwnScale) => changeScale(test.database, scale, "system", now());
  const run = (onTerm?: () => void | Promise<void>) =>
    runRecomputations({ database: test.database, now, ...(onTerm === undefined ? {} : { onTerm }) });
  const differ = async () => (await verify(test.database, zone)).differ;
  const mean = async (term: string) => {
    const { value, n } = await campus.ask(`mean-grade-points?term=${term}&scale=house`);
    return [value, n];
  };
  const dfw = async (term: string) => (await campus.ask(`dfw-rate?term=${term}`)).measures;
  const recomputations = async () =>
    (
      await test.database.owner.query(
        `SELECT terms, terms_done AS done, grades::int AS grades, ended_at IS NOT NULL AS ended FROM app.recomputation ORDER BY began_at, id`,
      )
    ).rows;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      ...roster,
      ...["ana", "ben", "dan"].flatMap((student) => [enrolled("algo-1", student), enrolled("algo-25", student)]),
      enrolled("circuits-1", "fay"),
      grade("algo-25", "ana", "Top"),
      grade("algo-25", "ben", "Bottom"),
      grade("algo-1", "ana", "Top"),
      grade("algo-1", "ben", "Middle"),
      grade("algo-1", "dan", "Bottom", { points: 0.5 }),
      grade("circuits-1", "fay", "Bottom", { credits: 1 }),
    );
  });

  it("EXACT-1: grades that came before it are computed again, cells and distinct students with them", async () => {
    // Points that came with a grade hold, whatever the scale says.
    expect([await mean("2026-1"), await mean("2025-2")]).toEqual([
      [0.5, 1],
      [null, 0],
    ]);
    const id = await change(house(letter("Top", 4), letter("Middle", 2, "low"), letter("Bottom", 0, "failing")));
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await differ()).toBeGreaterThan(0);
    await run();
    expect(await differ()).toBe(0);
    // (4*3 + 2*3 + 0.5*3 + 0*1) / 10
    expect(await mean("2026-1")).toEqual([1.95, 4]);
    expect(await mean("2025-2")).toEqual([2, 2]);
    expect(await dfw("2026-1")).toEqual({ dfw: 3, censusEnrolments: 4 });
    expect(await recomputations()).toEqual([{ terms: 2, done: 2, grades: 6, ended: true }]);
    const audit = await test.database.owner.query("SELECT action FROM app.audit ORDER BY id");
    expect(audit.rows.map(({ action }) => action)).toEqual(["scale.added", "recomputation.began", "recomputation.ended"]);
  });

  it("one that is cut off goes on where it was; meanwhile each term has the figures of before or of after, and ingest goes on", async () => {
    await change(house(letter("Top", 3), letter("Middle", 1, "low"), letter("Bottom", 0)));
    const seen: unknown[] = [];
    const cutOff = run(async () => {
      seen.push([await mean("2026-1"), await mean("2025-2")]);
      await campus.send(grade("algo-25", "dan", "Top"));
      throw new Error("the process ends");
    });
    await expect(cutOff).rejects.toThrow("the process ends");
    // The latest term first; the other one still as it was.
    expect(seen).toEqual([
      [
        [1.35, 4],
        [2, 2],
      ],
    ]);
    expect((await recomputations()).at(-1)).toEqual({ terms: 2, done: 1, grades: 4, ended: false });
    await run();
    expect(await mean("2025-2")).toEqual([2, 3]);
    expect(await differ()).toBe(0);
    expect((await recomputations()).at(-1)).toEqual({ terms: 2, done: 2, grades: 6, ended: true });
  });

  it("each term that is done is on the feed as one batch, so that open pages follow", async () => {
    const head = async () => Number((await test.database.owner.query("SELECT position FROM warehouse.feed_head")).rows[0]?.position);
    const before = await head();
    await change(house(letter("Top", 5), letter("Middle", 1), letter("Bottom", 0)));
    await run();
    const families = await test.database.owner.query(
      "SELECT position::int - $1::int AS step, array_agg(DISTINCT family ORDER BY family) AS families FROM warehouse.feed WHERE position > $1 GROUP BY 1 ORDER BY 1",
      [before],
    );
    expect(families.rows).toEqual([
      { step: 1, families: ["enrollment", "grade"] },
      { step: 2, families: ["grade"] },
    ]);
    expect(await head()).toBe(before + 2);
  });

  it("a scale that is known from the start stays as it is", async () => {
    await expect(change({ scale: "4.5", letters: [letter("A", 4), letter("F", 0)] })).rejects.toMatchObject({
      code: "conflict",
      facts: { rule: "built-in" },
    });
  });

  it("EXACT-1: whatever letters follow each other, in whichever order grades come between, verify finds no difference", async () => {
    const letters = fc
      .subarray(["Top", "Middle", "Bottom", "Else"], { minLength: 2 })
      .chain((names) =>
        fc.tuple(
          ...names.map((name) =>
            fc.record({ letter: fc.constant(name), points: fc.constantFrom(null, 0, 1.5, 4), failing: fc.boolean(), low: fc.boolean() }),
          ),
        ),
      );
    const step = fc.oneof(
      fc.record({ kind: fc.constant("scale" as const), letters }),
      fc.record({ kind: fc.constant("run" as const) }),
      fc.record({
        kind: fc.constant("grade" as const),
        section: fc.constantFrom("algo-1", "algo-25", "circuits-1"),
        student: fc.constantFrom("ana", "ben", "fay"),
        letter: fc.constantFrom("Top", "Middle", "Else", "Unknown"),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
        for (const one of steps) {
          if (one.kind === "scale") await change(house(...one.letters));
          else if (one.kind === "run") await run();
          else await campus.send(grade(one.section, one.student, one.letter));
        }
        await run();
        expect(await differ()).toBe(0);
      }),
      { numRuns: 4 },
    );
  });
});
