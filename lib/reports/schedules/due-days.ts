import type { Temporal } from "temporal-polyfill";
import type { Timing } from "../timing-shape";
import type { Calendar } from "./calendar";
import { daysOfRule } from "./days-of-rule";
import { daysOffBefore, isHoliday, isWorkingDay } from "./working-days";

/**
 * Whether a report is sent on a local day: it is one of the rule's and no holiday, or a holiday's was put off to it. What
 * several days put off to one is sent once. What was put off beyond the schedule's end, or from before its start, is not.
 */
export function dueDays(timing: Timing, calendar: Calendar): (day: Temporal.PlainDate) => boolean {
  const { startsOn, endsOn, inTermOnly, holidays } = timing;
  const isOfRule = daysOfRule(timing.rule, calendar);
  const within = (day: string) => startsOn <= day && (endsOn === null || day <= endsOn);
  const inTerm = (day: string) => calendar.terms.some((term) => term.startsOn <= day && day <= term.endsOn);
  const isNominal = (day: Temporal.PlainDate) => isOfRule(day) && within(day.toString());

  return (day) => {
    const name = day.toString();
    if (!within(name) || (inTermOnly && !inTerm(name))) return false;
    if (isNominal(day) && (holidays === "send" || !isHoliday(day, calendar))) return true;
    if (holidays !== "next-working-day" || !isWorkingDay(day, calendar)) return false;
    return daysOffBefore(day, calendar).some((off) => isHoliday(off, calendar) && isNominal(off));
  };
}
