import { describe, expect, it } from "vitest";
import { inOrder, medianLetter } from "./letters";

describe("letters", () => {
  it("go from best to least, unknown ones last", () => {
    expect(inOrder(["F", "P", "B+", "X", "A0", "A+"])).toEqual(["A+", "A0", "B+", "F", "P", "X"]);
    expect(inOrder(["Fail", "Pass", "Distinction"])).toEqual(["Distinction", "Pass", "Fail"]);
  });

  it("have a median over those with a place in the order", () => {
    expect(medianLetter({ "A+": 1, B0: 5, F: 2, P: 100 })).toBe("B0");
    expect(medianLetter({ Distinction: 1, Pass: 1, Fail: 3 })).toBe("Fail");
  });

  it("have none where nothing is graded", () => {
    expect(medianLetter({})).toBeNull();
    expect(medianLetter({ P: 4 })).toBeNull();
    expect(medianLetter({ "A+": 0 })).toBeNull();
  });
});
