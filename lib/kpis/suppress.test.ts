import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitionOf, kpiDefinitions } from "./definitions";
import type { ResultCell } from "./queries/result";
import type { KpiId } from "./question";
import { hiddenCells, hiddenScalesOf } from "./suppress";

const threshold = 10;
const cell = (key: string | null, students: number | null, measures: ResultCell["measures"]): ResultCell => ({
  keys: key === null ? [] : [key],
  labels: key === null ? [] : [key],
  value: 0.5,
  n: students === null ? null : { students, exact: true },
  measures,
});
const hiddenOf = (kpi: KpiId, cells: readonly ResultCell[]) => [...hiddenCells(definitionOf(kpi), cells, threshold)].sort((a, b) => a - b);

const marks = (present: number, excused = 0) => ({ present, late: 0, absent: 0, excused });
const dropouts = (count: number, enrolledAtCensus: number) => ({ dropouts: count, enrolledAtCensus });
const letters = (counts: Record<string, number>) => ({ letters: counts, gradePointCredits: 90, gradedCredits: 30 });

describe("CELL-1: hiddenCells", () => {
  it.each<[string, KpiId, ResultCell, boolean]>([
    ["a whole of few students", "attendance-rate", cell(null, 9, marks(400)), true],
    ["a whole of as many as the threshold", "attendance-rate", cell(null, 10, marks(400)), false],
    ["a whole of nobody", "attendance-rate", cell(null, 0, marks(0)), false],
    ["marks of students whom nobody expected", "attendance-rate", cell(null, 0, marks(0, 40)), true],
    [
      "few marks of enough students: marks are no students",
      "attendance-rate",
      cell(null, 12, { present: 11, late: 1, absent: 0, excused: 0 }),
      false,
    ],
    ["few meetings", "attendance-coverage", cell(null, null, { recordedMeetings: 2, heldMeetings: 3 }), false],
    ["few dropouts of many", "dropout-rate", cell(null, 500, dropouts(9, 500)), true],
    ["no dropouts of many", "dropout-rate", cell(null, 500, dropouts(0, 500)), false],
    ["dropouts of nobody", "dropout-rate", cell(null, 0, dropouts(3, 0)), true],
    ["the few who stayed, told by subtraction", "dropout-rate", cell(null, 500, dropouts(495, 500)), true],
    ["all of them", "engagement-rate", cell(null, 500, { active: 500, enrolled: 500 }), false],
    ["more dropouts than the census has", "dropout-rate", cell(null, 12, dropouts(15, 12)), false],
    ["a letter that few hold", "grade-distribution", cell(null, 100, letters({ A0: 91, F: 9 })), true],
    ["letters that many hold", "grade-distribution", cell(null, 100, letters({ A0: 90, F: 10 })), false],
    ["the mean of few", "mean-grade-points", cell(null, 3, { gradePointCredits: 9, gradedCredits: 3 }), true],
  ])("%s: %s", (_, kpi, whole, hidden) => {
    expect(hiddenOf(kpi, [whole])).toEqual(hidden ? [0] : []);
  });

  it("hides the next smallest beside the only small one", () => {
    const groups = [cell("a", 80, marks(80)), cell("b", 4, marks(4)), cell("c", 30, marks(30)), cell("d", 20, marks(20))];
    expect(hiddenOf("attendance-rate", [cell(null, 134, marks(134)), ...groups])).toEqual([2, 4]);
  });

  it("hides on until those hidden are together not small: 2 + 3 + 20, and never behind a group of nobody", () => {
    const groups = [
      cell("a", 2, marks(2)),
      cell("b", 3, marks(3)),
      cell("c", 0, marks(0)),
      cell("d", 20, marks(20)),
      cell("e", 50, marks(50)),
    ];
    expect(hiddenOf("attendance-rate", [cell(null, 75, marks(75)), ...groups])).toEqual([1, 2, 4]);
  });

  it("chooses a companion that covers the count which is small, not just a small group", () => {
    const groups = [
      cell("a", 90, dropouts(3, 90)),
      cell("b", 40, dropouts(0, 40)),
      cell("c", 200, dropouts(12, 200)),
      cell("d", 300, dropouts(60, 300)),
    ];
    expect(hiddenOf("dropout-rate", [cell(null, 630, dropouts(75, 630)), ...groups])).toEqual([1, 3]);
  });

  it("hides letters of which few hold one in pairs, although the whole is hidden with them", () => {
    const groups = ["A0", "B0", "C0", "F"].map((letter, index) => {
      const count = [40, 30, 15, 3][index] ?? 0;
      return cell(letter, count, letters({ [letter]: count }));
    });
    expect(hiddenOf("grade-distribution", [cell(null, 88, letters({ A0: 40, B0: 30, C0: 15, F: 3 })), ...groups])).toEqual([0, 3, 4]);
  });

  it("hides the whole where nothing is left to hide a group among", () => {
    expect(hiddenOf("attendance-rate", [cell(null, 10, marks(10)), cell("a", 9, marks(9))])).toEqual([0, 1]);
  });

  it("a scale that few have takes another along", () => {
    const scale = (name: string, n: number) => ({ scale: name, n, value: 1, measures: letters({ A0: n }) });
    const mixed = (...counts: number[]): ResultCell => ({
      ...cell(null, 100, {}),
      scales: counts.map((n, index) => scale(`s${index}`, n)),
    });
    const hiddenScales = (of: ResultCell) => hiddenScalesOf(definitionOf("grade-distribution"), { total: of, groups: [] }, threshold)(0);
    expect([...hiddenScales(mixed(80, 4, 16))].sort()).toEqual([1, 2]);
    expect([...hiddenScales(mixed(80, 16))]).toEqual([]);
    expect([...hiddenScales(cell(null, 100, letters({ A0: 100 })))]).toEqual([]);
  });
});

/** Additive groups of a KPI, each student in one of them. */
const breakdown: fc.Arbitrary<{ kpi: KpiId; cells: ResultCell[] }> = fc
  .tuple(
    fc.constantFrom(...kpiDefinitions.filter(({ countsStudents }) => countsStudents.length > 0).map(({ id }) => id)),
    fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.nat(14)), { minLength: 1, maxLength: 9 }),
    fc.nat(3),
  )
  .map(([kpi, sizes, factor]) => {
    const { countsStudents } = definitionOf(kpi);
    const [top, bottom] = countsStudents;
    const measuresOf = ([a, b, c]: readonly [number, number, number]): ResultCell["measures"] =>
      top === "letters" || bottom === undefined ? letters({ A0: a * factor, B0: b, F: c }) : { [top ?? ""]: a, [bottom]: a + b * factor };
    const studentsOf = ([a, b, c]: readonly [number, number, number]) => (top === "letters" ? a * factor + b + c : a + b * factor);
    const sum = sizes.reduce<[number, number, number]>(([a, b, c], [x, y, z]) => [a + x, b + y, c + z], [0, 0, 0]);
    return {
      kpi,
      cells: [
        cell(null, studentsOf(sum), measuresOf(sum)),
        ...sizes.map((size, index) => cell(`g${index}`, studentsOf(size), measuresOf(size))),
      ],
    };
  });

/** Counts of students as a reader takes them from an answer: published, or left over by a published numerator. */
function published({ n, measures }: ResultCell): Map<string, number> {
  const counts = new Map<string, number>([["n", n?.students ?? 0]]);
  const flat: [string, unknown][] =
    "letters" in measures && typeof measures.letters === "object" ? Object.entries(measures.letters) : Object.entries(measures);
  const numbers = flat.filter((entry): entry is [string, number] => typeof entry[1] === "number");
  for (const [name, count] of numbers) counts.set(name, count);
  if (!("letters" in measures)) counts.set("rest", (numbers[1]?.[1] ?? 0) - (numbers[0]?.[1] ?? 0));
  return counts;
}

describe("CELL-1: for any breakdown", () => {
  const small = (count: number) => count > 0 && count < threshold;

  it("nothing small is shown, and nothing small is the whole less what is shown", () => {
    let hiddenSeen = 0;
    let shownSeen = 0;
    fc.assert(
      fc.property(breakdown, ({ kpi, cells }) => {
        const hidden = new Set(hiddenOf(kpi, cells));
        const [whole, ...groups] = cells;
        if (whole === undefined) return;
        for (const [index, one] of cells.entries()) {
          if (!hidden.has(index)) for (const count of published(one).values()) expect(small(count)).toBe(false);
        }
        const hiddenGroups = groups.filter((_, index) => hidden.has(index + 1));
        hiddenSeen += hiddenGroups.length;
        shownSeen += groups.length - hiddenGroups.length;
        if (hiddenGroups.length === 0) return;
        if (!hidden.has(0)) expect(hiddenGroups.length).toBeGreaterThan(1);
        // The difference is what the hidden groups have together. It is never small, whole hidden or not, but where
        // no question shows the count of the whole, which is small itself.
        if (hidden.has(0) && hiddenGroups.length === groups.length) return;
        for (const [name, count] of published(whole)) {
          if (small(count)) continue;
          const shown = groups.filter((_, index) => !hidden.has(index + 1)).reduce((sum, one) => sum + (published(one).get(name) ?? 0), 0);
          const all = groups.reduce((sum, one) => sum + (published(one).get(name) ?? 0), 0);
          expect(small(all - shown)).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(hiddenSeen).toBeGreaterThan(500);
    expect(shownSeen).toBeGreaterThan(500);
  });

  it("what is large everywhere is not hidden at all", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 10, max: 90 }), fc.integer({ min: 10, max: 90 })), { minLength: 1, maxLength: 8 }),
        (sizes) => {
          const groups = sizes.map(([top, rest], index) => cell(`g${index}`, top + rest, dropouts(top, top + rest)));
          const [top, all] = [sizes.reduce((sum, [a]) => sum + a, 0), sizes.reduce((sum, [a, b]) => sum + a + b, 0)];
          expect(hiddenOf("dropout-rate", [cell(null, all, dropouts(top, all)), ...groups])).toEqual([]);
        },
      ),
    );
  });
});
