import { describe, expect, it } from "vitest";
import type { ResultCell } from "../queries/result";
import { ofOneScale } from "./of-one-scale";

const measures = { letters: { A0: 12 }, gradePointCredits: 144, gradedCredits: 36 };
const part = (scale: string, n: number) => ({ scale, n, value: 4, measures });
const cell = (keys: string[], more: Partial<ResultCell>): ResultCell => ({
  keys,
  labels: keys,
  value: null,
  n: { students: 40, exact: true },
  measures: {},
  ...more,
});
const hiding = (cells: number[], scales: Record<number, number[]> = {}) => ({
  cells: new Set(cells),
  scales: (index: number) => new Set(scales[index] ?? []),
});

describe("CELL-1: one scale of what was released of all", () => {
  const total = cell([], { scales: [part("4.3", 12), part("4.5", 28)], parts: { inMean: 40, "inMean of 4.5": 26 } });
  const both = cell(["both"], { scales: [part("4.3", 5), part("4.5", 14)] });
  const one = cell(["one"], { scale: "4.5", value: 4, n: { students: 14, exact: true }, measures });
  const other = cell(["other"], { scale: "4.3", value: 4, measures });

  it("takes the scale out of each place, and leaves out where nobody has it", () => {
    const { result } = ofOneScale("4.5", { total, groups: [both, one, other] }, hiding([]));
    expect(result.total).toMatchObject({ value: 4, n: { students: 28 }, measures, parts: { inMean: 26 } });
    expect(result.groups.map(({ keys, n }) => [keys[0], n?.students])).toEqual([
      ["both", 14],
      ["one", 14],
    ]);
  });

  it("is hidden where the place is, or its scale in it; whether anybody has it there is not told", () => {
    const given = ofOneScale("4.3", { total, groups: [both, one, other] }, hiding([2], { 1: [0] }));
    expect(given.result.groups.map(({ keys }) => keys[0])).toEqual(["both", "one", "other"]);
    expect([...given.hiding.cells]).toEqual([1, 2]);
  });

  it("tells of a scale that nobody has that nobody has it", () => {
    const { result, hiding: hidden } = ofOneScale("100", { total, groups: [both] }, hiding([]));
    expect([result.total.n?.students, result.groups, hidden.cells.size]).toEqual([0, [], 0]);
  });
});
