import { createTranslator } from "use-intl/core";
import { describe, expect, it } from "vitest";
import en from "@/messages/en.json" with { type: "json" };
import ko from "@/messages/ko.json" with { type: "json" };

const english = createTranslator({ locale: "en", messages: en });
const korean = createTranslator({ locale: "ko", messages: ko });
const said = { count: 1, n: "1" };
const many = { count: 1_168, n: "1,168" };

describe("how many students a figure counts, in words", () => {
  it("tells one from more where the language does", () => {
    expect([english("kpi.n", said), english("kpi.nAtLeast", said)]).toEqual(["1 student", "at least 1 student"]);
    expect([english("kpi.n", many), english("kpi.nAtLeast", many)]).toEqual(["1,168 students", "at least 1,168 students"]);
    expect(english("kpi.n", { count: 0, n: "0" })).toBe("0 students");
    expect([korean("kpi.n", said), korean("kpi.nAtLeast", many)]).toEqual(["학생 1명", "학생 1,168명 이상"]);
  });

  it("and so how many marks a roll would lose", () => {
    const ask = (marks: number) => english("meetings.cancelAsk", { marks, count: String(marks) });
    expect(ask(1)).toBe("1 mark is on its roll. It will not count any more.");
    expect(ask(34)).toBe("34 marks are on its roll. They will not count any more.");
  });
});
