import { describe, expect, test } from "vitest";
import { provisionalStands } from "./standing-grades";

const grades = (n: number, suppressed = false) => {
  const letters: Record<string, number> = n === 0 ? {} : { "A+": n };
  return { n, suppressed, measures: { letters, gradePointCredits: 0, gradedCredits: 0 } };
};

describe("which grades speak for a place", () => {
  test("the provisional ones while they are more, so that one early final grade is not the whole picture", () => {
    expect(provisionalStands(grades(1), grades(200))).toBe(true);
    expect(provisionalStands(grades(0), grades(200))).toBe(true);
  });

  test("the final ones once they are as many", () => {
    expect(provisionalStands(grades(100), grades(100))).toBe(false);
    expect(provisionalStands(grades(200), grades(0))).toBe(false);
  });

  test("what is hidden speaks for nobody", () => {
    expect(provisionalStands(grades(200, true), grades(20))).toBe(true);
    expect(provisionalStands(grades(20), grades(200, true))).toBe(false);
  });

  test("that provisional ones are hidden is said where there are no final ones", () => {
    expect(provisionalStands(grades(0), grades(200, true))).toBe(true);
    expect(provisionalStands(grades(200, true), grades(200, true))).toBe(false);
  });

  test("nothing is decided before both are known", () => {
    expect(provisionalStands(undefined, grades(200))).toBe(false);
    expect(provisionalStands(grades(1), undefined)).toBe(false);
  });
});
