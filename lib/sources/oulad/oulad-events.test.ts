import { describe, expect, it } from "vitest";
import { ouladEvents } from "./oulad-events";

const directory = "data/oulad-slice";

describe("the replay of Open University data", () => {
  it("PII-1: each event has an id of its own, and none holds a student's", async () => {
    const ids = new Set<string>();
    const naming: string[] = [];
    let count = 0;
    for await (const { id, data } of ouladEvents({ directory })) {
      count += 1;
      ids.add(id);
      const student = String(data.student ?? "-");
      // Ids of students have five digits at the least, so that no number of another kind looks like one.
      if (student.length > 4 && id.split(/[^0-9]+/).includes(student)) naming.push(id);
    }
    expect(count).toBeGreaterThan(10_000);
    expect(ids.size).toBe(count);
    expect(naming).toEqual([]);
  });
});
