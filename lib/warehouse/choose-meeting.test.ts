import { describe, expect, it } from "vitest";
import { chooseMeeting, type Meeting } from "./choose-meeting";

const meeting = (id: string, startsAt: string, more: Partial<Meeting> = {}): Meeting => ({
  id,
  startsAt: `2026-03-${startsAt}:00Z`,
  day: `2026-03-${startsAt.slice(0, 2)}`,
  status: "held",
  hasRoll: true,
  rolls: null,
  ...more,
});
const at = { now: "2026-03-18T10:00:00Z", today: "2026-03-18" };
const last = meeting("last", "16T09:00");
const today = meeting("today", "18T09:00");
const next = meeting("next", "20T09:00", { status: "planned", hasRoll: false });

describe("the meeting whose roll is shown", () => {
  it.each<[string, Meeting[], string | null, string | null]>([
    ["the one asked for, whatever it is", [last, today, next], "next", "next"],
    ["one asked for that is not of this section: as if none were", [last, today, next], "foreign", "today"],
    ["the one under way", [last, today, meeting("later", "18T15:00", { status: "planned", hasRoll: false }), next], null, "today"],
    ["the first of today's that are still to come", [last, meeting("soon", "18T15:00"), meeting("late", "18T17:00"), next], null, "soon"],
    ["none that is cancelled while another is today", [meeting("off", "18T08:00", { status: "cancelled" }), today], null, "today"],
    ["today's though it is cancelled, so that it is said", [last, meeting("off", "18T08:00", { status: "cancelled" }), next], null, "off"],
    ["the latest with a roll", [last, meeting("forgotten", "17T09:00", { hasRoll: false }), next], null, "last"],
    ["the latest where none has a roll", [meeting("forgotten", "17T09:00", { hasRoll: false }), next], null, "forgotten"],
    ["the next where none was", [next, meeting("after", "25T09:00", { status: "planned" })], null, "next"],
    ["none where there is none", [], null, null],
  ])("is %s", (_, meetings, asked, expected) => {
    expect(chooseMeeting(meetings, at, asked)?.id ?? null).toBe(expected);
  });
});
