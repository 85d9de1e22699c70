import { localDay, localTime } from "@/lib/platform/clock";
import type { Calendar } from "../schedules/calendar";
import { nextOccurrences, occurrences } from "../schedules/occurrences";
import { termEventDays } from "../schedules/term-event-days";
import type { Timing } from "../timing-shape";
import type { Holiday } from "./holidays";
import type { Foreseen } from "./schedule-shapes";

/** As many as the editor writes out. */
const runsForeseen = 5;
/** Holidays that are named of those that are left out. */
const mostNamed = 5;
const day = 86_400_000;
/** Milliseconds ahead in which what is left out is told where no run is due at all. */
const lookAhead = 366 * day;
/** Milliseconds before now from which a run may be put off to after it: long breaks are holidays too. */
const putOffWithin = 60 * day;

/** When a timing is due next, by the same function that fires it (REPORT-2), with what becomes of holidays and days outside of terms. */
export function foreseeRuns(timing: Timing, calendar: Calendar, holidays: readonly Holiday[], now: Date): Foreseen {
  const nameOf = new Map(holidays.map((holiday) => [holiday.day, holiday.name]));
  const named = (on: string) => ({ day: on, holiday: nameOf.get(on) ?? on });
  const isInTerm = (on: string) => calendar.terms.some((term) => term.startsOn <= on && on <= term.endsOn);
  const dayOf = (at: Date) => localDay(at, timing.zone);

  const due = nextOccurrences(timing, calendar, now, runsForeseen);
  const through = due.at(-1) ?? new Date(now.getTime() + lookAhead);
  // As if there were neither holidays nor terms: what is not due of these is left out, or put off.
  const plain: Timing = { ...timing, holidays: "send", inTermOnly: false };
  const plainSince = (after: Date) => occurrences(plain, calendar, after, { through }).map(dayOf);
  const ahead = plainSince(now);
  const onHolidays = plainSince(new Date(now.getTime() - putOffWithin)).filter((on) => nameOf.has(on));
  const putOffTo = (on: string) => (ahead.includes(on) ? undefined : onHolidays.filter((one) => one < on).at(-1));

  const runs = due.map((at) => {
    const on = dayOf(at);
    const from = putOffTo(on);
    return {
      at: at.toISOString(),
      day: on,
      time: localTime(at, timing.zone),
      holiday: nameOf.get(on) ?? null,
      inTerm: isInTerm(on),
      movedFrom: from === undefined ? null : named(from),
    };
  });
  const told = new Set(runs.flatMap((run) => [run.day, ...(run.movedFrom === null ? [] : [run.movedFrom.day])]));
  const missing = ahead.filter((on) => !told.has(on));
  const isOutside = (on: string) => timing.inTermOnly && !isInTerm(on);
  return {
    zone: timing.zone,
    runs,
    leftOut: {
      holidays: missing
        .filter((on) => nameOf.has(on) && !isOutside(on))
        .slice(0, mostNamed)
        .map(named),
      outsideTerms: missing.filter(isOutside).length,
    },
    noTerm: due.length === 0 && timing.rule.every === "term" && !hasComing(termEventDays(timing.rule, calendar), dayOf(now)),
  };
}

const hasComing = (days: ReadonlySet<string>, today: string): boolean => [...days].some((on) => on > today);
