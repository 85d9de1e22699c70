import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Member, shrinkDeviations } from "./rank-deviations";

const marksEach = 20;
const observed = (ratio: number, students: number) => ({ ratio, marks: students * marksEach, students });
const member = (key: string, now: number, normal: number, students: number): Member => ({
  key,
  now: observed(now, students),
  normal: observed(normal, students),
});
/** Ordinary members, of which half went up a little and half went down. */
const ordinary = Array.from({ length: 20 }, (_, index) => member(`o${index}`, 0.9 + (index % 2 === 0 ? 0.01 : -0.01), 0.9, 150));
const of = (key: string, members: readonly Member[]) => {
  const found = shrinkDeviations(members).find((one) => one.key === key);
  if (found === undefined) throw new Error(`${key} was left out`);
  return found;
};

describe("deviations from one's own normal", () => {
  it("draw three students nearly all the way in, and leave three hundred where they are", () => {
    const members = [...ordinary, member("few", 0.7, 0.9, 3), member("many", 0.8, 0.9, 300)];
    const [few, many] = [of("few", members), of("many", members)];
    expect(few.observed).toBeCloseTo(-0.2);
    expect(many.observed).toBeCloseTo(-0.1);
    expect(many.shrunk).toBeLessThan(-0.06);
    expect(few.shrunk).toBeGreaterThan(many.shrunk);
    expect(many.high).toBeLessThan(0);
    expect(few.high).toBeGreaterThan(0);
  });

  it("are held against the shift that all share", () => {
    const fallen = ordinary.map((one) => ({ ...one, now: observed(one.now.ratio - 0.05, 150) }));
    for (const { shrunk } of shrinkDeviations(fallen)) expect(shrunk).toBeCloseTo(-0.05, 1);
  });

  it("lie within what was observed, each in an interval of its own", () => {
    const ratio = fc.double({ min: 0.3, max: 0.99, noNaN: true });
    const list = fc.array(fc.tuple(ratio, ratio, fc.integer({ min: 1, max: 400 })), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(list, (rows) => {
        const found = shrinkDeviations(rows.map(([now, normal, students], index) => member(String(index), now, normal, students)));
        expect(found).toHaveLength(rows.length);
        const [lowest, highest] = [Math.min(...found.map((one) => one.observed)), Math.max(...found.map((one) => one.observed))];
        for (const one of found) {
          expect(one.shrunk).toBeGreaterThanOrEqual(lowest - 1e-9);
          expect(one.shrunk).toBeLessThanOrEqual(highest + 1e-9);
          expect(one.low).toBeLessThanOrEqual(one.shrunk);
          expect(one.high).toBeGreaterThanOrEqual(one.shrunk);
        }
      }),
    );
  });

  it("are nobody's where chance alone explains them", () => {
    // Within what 60 students of 20 marks each vary by anyway.
    const chance = [-0.012, 0.008, 0.01, -0.006, 0.004, -0.009, 0.011, -0.003, 0.002, -0.005];
    const found = shrinkDeviations(chance.map((gap, index) => member(String(index), 0.9 + gap, 0.9, 60)));
    for (const one of found) expect(Math.abs(one.shrunk)).toBeLessThan(0.003);
  });

  it("leave out who has nothing to be held against, and take one member alone half-way", () => {
    expect(shrinkDeviations([{ ...member("new", 0.8, 0, 30), normal: { ratio: 0, marks: 0, students: 0 } }])).toEqual([]);
    const [alone] = shrinkDeviations([member("alone", 0.7, 0.9, 40)]);
    expect(alone?.shrunk).toBeCloseTo(-0.1);
  });
});
