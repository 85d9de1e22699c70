import { describe, expect, it } from "vitest";
import { families, isOfOneStudent } from "../families";
import { compileJob } from "./compile-job";

const topics = { brokers: ["kafka-1:9092", "kafka-2:9092"], events: "uni.campus-events", cells: "uni.cells", dimensions: "uni.dimension-" };
const job = compileJob({ topics, group: "uni.cells.1", timeZone: "Asia/Seoul", parallelism: 2 });
const tables = families.flatMap((family) => family.cells);

describe("the job of Flink", () => {
  it("computes every cell but those of a single student", () => {
    const inserted = [...job.run.matchAll(/INSERT INTO (\w+) /g)].map(([, table]) => table);
    expect(inserted.toSorted()).toEqual(
      tables
        .filter((table) => !isOfOneStudent(table))
        .map(({ name }) => name)
        .toSorted(),
    );
    for (const table of inserted) expect(job.definitions.join("\n")).toContain(`CREATE TEMPORARY TABLE ${table} (`);
  });

  it("reads nothing that is sealed", () => {
    expect(job.definitions.join("\n")).not.toMatch(/reason|sealed|note/);
  });

  it("orders events by one column, because by several Flink 2.2 does not take back what it said before", () => {
    const orders = job.definitions.flatMap((one) => [...one.matchAll(/ORDER BY ([^)]*)\)/g)].map(([, by]) => by));
    expect(orders.length).toBeGreaterThan(5);
    for (const by of orders) expect(by).not.toContain(",");
  });

  it("says settings as text, whatever they hold", () => {
    const odd = compileJob({ topics: { ...topics, events: "a'b" }, group: "g", timeZone: "UTC", parallelism: 1 });
    expect(odd.definitions.join("\n")).toContain("'topic' = 'a''b'");
  });
});
