import { describe, expect, it } from "vitest";
import type { KpiGroup } from "@/lib/kpis/answer";
import { type GroupSort, orderGroups, rankGroups, type Standing } from "./order-groups";

const group = (key: string, value: number | null, n = 50) => ({ key, label: key, value, n, suppressed: false });
const collator = new Intl.Collator("en");
const need: GroupSort = { by: "need", reverse: false };
const keys = (rows: ReturnType<typeof orderGroups>) => rows.map((row) => row.group.key);
const standing = (value: number, students = 50): Standing => ({ value, observed: { ratio: value, marks: students * 20, students } });
const observedOf = ({ value, n = 0 }: KpiGroup) => (value === null ? null : { ratio: value, marks: n * 20, students: n });
const unknown = { value: 0.9, observed: null };

describe("the order of groups", () => {
  const rules = { direction: "up" as const, least: 10, whole: standing(0.9, 5_000), observedOf };
  const groups = [group("good", 0.95), group("few", 0.1, 4), group("none", null), group("bad", 0.8), group("fair", 0.89)];

  it("puts the furthest below the whole first, and those without a value last", () => {
    const rows = keys(orderGroups(rankGroups(groups, rules), rules, need, collator));
    expect(rows.filter((key) => key !== "few")).toEqual(["bad", "fair", "good", "none"]);
  });

  it("turns round where less is better", () => {
    const down = { ...rules, direction: "down" as const };
    expect(keys(orderGroups(rankGroups(groups, down), down, need, collator))[0]).toBe("good");
  });

  it("goes by each group's own past where that is known, not by the raw value", () => {
    const own = {
      ...rules,
      before: new Map([
        ["good", standing(0.99)],
        ["bad", standing(0.79)],
      ]),
    };
    const some = groups.filter(({ key }) => key !== "few");
    const rows = orderGroups(rankGroups(some, own), own, need, collator);
    expect(rows[0]?.group.key).toBe("good");
    expect(rows.at(-1)?.group.key).toBe("none");
    expect(rows[0]?.gap).toBeCloseTo(-0.04);
  });

  it("does not put three students who were away before a hundred who were", () => {
    const steady = Array.from({ length: 12 }, (_, index) => group(`steady${index}`, index % 2 === 0 ? 0.905 : 0.895, 120));
    const rows = orderGroups(rankGroups([...steady, group("three", 0.78, 3), group("hundred", 0.82, 100)], rules), rules, need, collator);
    expect(keys(rows)[0]).toBe("hundred");
    const three = rows.find((row) => row.group.key === "three");
    expect(three?.gap).toBeCloseTo(-0.12);
    expect(three?.deviation?.shrunk).toBeGreaterThan(-0.06);
  });

  it("where chance cannot be told, puts too few students last but for those without a value", () => {
    const points = { ...rules, whole: unknown, observedOf: () => null };
    expect(keys(orderGroups(rankGroups(groups, points), points, need, collator))).toEqual(["bad", "fair", "good", "few", "none"]);
  });

  it("sorts by name, value and students when asked, both ways", () => {
    const by = (sort: GroupSort) => keys(orderGroups(rankGroups(groups, rules), rules, sort, collator));
    expect(by({ by: "name", reverse: false })).toEqual(["bad", "fair", "few", "good", "none"]);
    expect(by({ by: "value", reverse: true })[0]).toBe("good");
    expect(by({ by: "students", reverse: false })[0]).toBe("few");
  });
});
