import type { Temporal } from "temporal-polyfill";
import type { Rule } from "../timing-shape";
import type { Calendar } from "./calendar";
import { termEventDays } from "./term-event-days";
import { isLastWorkingDayOfMonth, isWeekend } from "./working-days";

/** Whether a local day is one of a rule's, whatever becomes of it on holidays. */
export function daysOfRule(rule: Rule, calendar: Calendar): (day: Temporal.PlainDate) => boolean {
  switch (rule.every) {
    case "day":
      return () => true;
    case "weekday":
      return (day) => !isWeekend(day);
    case "week":
      return (day) => rule.on.includes(day.dayOfWeek);
    case "month":
      return (day) => day.day === Math.min(rule.day, day.daysInMonth);
    case "month-end":
      return (day) => isLastWorkingDayOfMonth(day, calendar);
    case "term": {
      const days = termEventDays(rule, calendar);
      return (day) => days.has(day.toString());
    }
  }
}
