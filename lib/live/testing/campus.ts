import { drainOnce } from "@/lib/aggregator/testing/drain";
import { appendToLog } from "@/lib/aggregator/testing/log-fixture";
import type { LoggedEvent } from "@/lib/aggregator/testing/oracle";
import type { Database } from "@/lib/platform/database";

export const zone = "Asia/Seoul";
export const lecturer = "00000000-0000-4000-8000-0000000000c1";
export const advisor = "00000000-0000-4000-8000-0000000000d1";
export const studentOf = (side: string, n: number) =>
  `00000000-0000-4000-8000-${side === "mine" ? "a" : "b"}${String(n).padStart(11, "0")}`;

const at = "2026-03-09T01:00:00Z";
let written = 0;

/** An event as the log holds it; a later one corrects an earlier one. */
export function event(type: string, data: Record<string, unknown>): LoggedEvent {
  written += 1;
  const recordedAt = new Date(Date.parse(at) + written).toISOString();
  return { id: `e${written}`, type, source: "urn:t", occurredAt: at, recordedAt, data };
}

/** Puts events through log, aggregator and feed. */
export async function happen(database: Database, ...events: LoggedEvent[]): Promise<void> {
  await appendToLog(database, events);
  await drainOnce(database, zone);
}

/** Where the feed stands. */
export async function headOfFeed(database: Database): Promise<bigint> {
  const found = await database.owner.query<{ position: string }>("SELECT position FROM warehouse.feed_head");
  return BigInt(found.rows[0]?.position ?? "0");
}

export const roll = (side: string, n: number, status: string) =>
  event("attendance.recorded", { meeting: `m-${side}`, student: studentOf(side, n), status });

/** Two departments with a section each; in `mine` the lecturer teaches, and the advisor advises the first of `foreign`. */
export function campus(students = { mine: 12, foreign: 12 }): LoggedEvent[] {
  const sides = ["mine", "foreign"] as const;
  return [
    event("term.defined", { term: "t", name: "Spring", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
    ...sides.flatMap((side) => [
      event("org-unit.defined", { orgUnit: `u-${side}`, name: side, kind: "department" }),
      event("program.defined", { program: `p-${side}`, name: side, orgUnit: `u-${side}` }),
      event("course.defined", { course: `c-${side}`, title: side, orgUnit: `u-${side}` }),
      event("section.defined", { section: `s-${side}`, course: `c-${side}`, term: "t", instructors: side === "mine" ? [lecturer] : [] }),
      event("meeting.changed", { meeting: `m-${side}`, section: `s-${side}`, startsAt: at, status: "held" }),
      ...Array.from({ length: students[side] }, (_, n) => [
        event("student.defined", {
          student: studentOf(side, n),
          program: `p-${side}`,
          advisor: side === "foreign" && n === 0 ? advisor : null,
        }),
        event("enrollment.changed", { section: `s-${side}`, student: studentOf(side, n), status: "enrolled", effectiveOn: "2026-03-02" }),
        roll(side, n, n % 4 === 0 ? "absent" : "present"),
      ]).flat(),
    ]),
  ];
}
