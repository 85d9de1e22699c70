import { describe, expect, it } from "vitest";
import { askedScheduleSchema } from "@/lib/reports/manage/asked-schedule";
import { askedOf, type Draft, draftOf, newDraft, rhythms, ruleOf, wholeTiming } from "./draft";

const userId = "00000000-0000-4000-8000-000000000001";
const fresh: Draft = { ...newDraft({ userId, today: "2026-03-19", zone: "Asia/Seoul", kind: "department" }), name: " Mornings " };

describe("a draft", () => {
  it("is what the server takes, in every rhythm", () => {
    for (const every of rhythms) {
      const sent = askedOf({ ...fresh, timing: { ...fresh.timing, rule: ruleOf(every, "07:30") } });
      expect("asked" in sent && askedScheduleSchema.parse(sent.asked)).toMatchObject({
        name: "Mornings",
        content: { subject: { of: "own" } },
      });
    }
  });

  it("names each field that is not whole, and asks for no look ahead then", () => {
    const broken: Draft = {
      ...fresh,
      name: " ",
      subject: null,
      recipients: [],
      timing: { ...fresh.timing, rule: { every: "week", on: [], at: "" }, endsOn: "2026-03-18" },
    };
    expect(askedOf(broken)).toEqual({
      missing: [
        { field: "name", rule: "required" },
        { field: "content.subject", rule: "required" },
        { field: "timing.rule.on", rule: "required" },
        { field: "timing.rule.at", rule: "required" },
        { field: "timing.endsOn", rule: "order" },
        { field: "recipients", rule: "required" },
      ],
    });
    expect(wholeTiming(broken.timing)).toBeNull();
    expect(wholeTiming({ ...fresh.timing, rule: { every: "month", day: 32, at: "07:30" } })).toBeNull();
    expect(wholeTiming({ ...fresh.timing, rule: { every: "term", event: "end", weeks: 13, at: "07:30" } })).toBeNull();
    expect(wholeTiming(fresh.timing)).toEqual(fresh.timing);
  });

  it("comes back from a saved report as it went in", () => {
    const place = { id: "c1", name: "Mechanics" };
    const sent = askedOf({ ...fresh, content: { ...fresh.content, kind: "course" }, subject: place });
    if (!("asked" in sent)) throw new Error("It is whole.");
    expect(sent.asked.content.subject).toEqual({ of: "course", course: "c1" });
    const called = { users: [], roles: [], places: [{ kind: "courses" as const, ...place }] };
    const shown = {
      ...sent.asked,
      id: userId,
      owner: { id: userId, name: "Lee", own: true, managesAll: false, choosesScope: false },
      version: 1,
      pausedAt: null,
      changedAt: "2026-03-19T03:00:00Z",
      called,
      next: null,
      last: null,
    };
    expect(askedOf(draftOf(shown))).toEqual(sent);
  });
});
