import fc from "fast-check";
import { expect, it } from "vitest";
import { contentSchema, papers, periods, reportKinds } from "../content-shape";
import { deliverySchema } from "../recipients-shape";
import { onHoliday, timingSchema } from "../timing-shape";
import {
  comparesShown,
  holidayRules,
  kindsShown,
  papersShown,
  periodsShown,
  shownContentSchema,
  shownRecipientSchema,
  shownScheduleSchema,
  shownTimingSchema,
} from "./schedule-shapes";

it("what can be asked for can be told, whole", () => {
  expect([kindsShown, periodsShown, papersShown, holidayRules]).toEqual([reportKinds, periods, papers, onHoliday]);
  const subject = fc.constantFrom(
    { of: "own" },
    { of: "org-unit", orgUnit: "u1" },
    { of: "course", course: "c1" },
    { of: "section", section: "s1" },
  );
  const content = fc.record({
    kind: fc.constantFrom(...reportKinds),
    subject,
    term: fc.constantFrom(null, "t1"),
    period: fc.constantFrom(...periods),
    program: fc.constantFrom(null, "p1"),
    yearOfStudy: fc.constantFrom(null, 1, 12),
    compare: fc.constantFrom(null, ...comparesShown),
    language: fc.constantFrom(null, "en", "ko"),
    paper: fc.constantFrom(...papers),
  });
  fc.assert(
    fc.property(content, (asked) => {
      expect(shownContentSchema.parse(contentSchema.parse(asked))).toEqual(asked);
    }),
  );
  const rule = fc.constantFrom(
    { every: "day", at: "07:30" },
    { every: "weekday", at: "23:59" },
    { every: "week", on: [1, 7], at: "00:00" },
    { every: "month", day: 31, at: "07:30" },
    { every: "month-end", day: "last-working-day", at: "07:30" },
    { every: "term", event: "mid-term", weeks: -12, at: "07:30" },
  );
  const timing = fc.record({
    rule,
    zone: fc.constant("Asia/Seoul"),
    holidays: fc.constantFrom(...onHoliday),
    inTermOnly: fc.boolean(),
    startsOn: fc.constant("2026-03-02"),
    endsOn: fc.constantFrom(null, "2026-03-03"),
    missed: fc.constantFrom("once", "skip"),
  });
  fc.assert(
    fc.property(timing, (asked) => {
      expect(shownTimingSchema.parse(timingSchema.parse(asked))).toEqual(asked);
    }),
  );
  for (const email of ["attached", "link", "none"] as const)
    expect(shownScheduleSchema.shape.delivery.parse(deliverySchema.parse({ email, store: true }))).toEqual({ email, store: true });
  for (const asked of [
    { to: "user", user: "00000000-0000-4000-8000-000000000000" },
    { to: "role", role: "dean", within: "u1" },
    { to: "address", address: "a@example.org", scope: { kind: "org-units", orgUnits: ["u1"] }, language: "ko" },
  ])
    expect(shownRecipientSchema.parse(asked)).toEqual(asked);
});
