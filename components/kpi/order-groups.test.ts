import { describe, expect, it } from "vitest";
import { type GroupSort, orderGroups, rankGroups } from "./order-groups";

const group = (key: string, value: number | null, n = 50) => ({ key, label: key, value, n, suppressed: false });
const collator = new Intl.Collator("en");
const need: GroupSort = { by: "need", reverse: false };
const keys = (rows: ReturnType<typeof orderGroups>) => rows.map((row) => row.group.key);

describe("the order of groups", () => {
  const rules = { direction: "up" as const, least: 10, whole: 0.9 };
  const groups = [group("good", 0.95), group("few", 0.1, 4), group("none", null), group("bad", 0.8), group("fair", 0.89)];

  it("puts the furthest below the whole first, too few students and no value last", () => {
    expect(keys(orderGroups(rankGroups(groups, rules), rules, need, collator))).toEqual(["bad", "fair", "good", "few", "none"]);
  });

  it("turns round where less is better", () => {
    const down = { ...rules, direction: "down" as const };
    expect(keys(orderGroups(rankGroups(groups, down), down, need, collator)).slice(0, 3)).toEqual(["good", "fair", "bad"]);
  });

  it("goes by each group's own past where that is known, not by the raw value", () => {
    const own = {
      ...rules,
      before: new Map([
        ["good", 0.99],
        ["bad", 0.79],
      ]),
    };
    const rows = orderGroups(rankGroups(groups, own), own, need, collator);
    expect(keys(rows)).toEqual(["good", "bad", "fair", "few", "none"]);
    expect(rows[0]?.gap).toBeCloseTo(-0.04);
  });

  it("sorts by name, value and students when asked, both ways", () => {
    const by = (sort: GroupSort) => keys(orderGroups(rankGroups(groups, rules), rules, sort, collator));
    expect(by({ by: "name", reverse: false })).toEqual(["bad", "fair", "few", "good", "none"]);
    expect(by({ by: "value", reverse: true })[0]).toBe("good");
    expect(by({ by: "students", reverse: false })[0]).toBe("few");
  });
});
