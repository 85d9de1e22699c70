import type { ScopedRead } from "@/lib/access/scoped-read";
import { instantSql } from "@/lib/platform/instant-sql";
import type { Meeting } from "../choose-meeting";
import { absencesLeft } from "./absence-rules";

export type OwnSection = {
  section: string;
  title: string | null;
  mode: "in-person" | "online" | null;
  source: string | null;
  enrolled: number;
  meetingsPlanned: number | null;
  meetingsHeld: number;
  /** Today's meeting, if there is one. */
  today: (Pick<Meeting, "startsAt" | "status"> & { rolls: number }) | null;
  /** Where none takes place today: the last one with a roll, how many were absent of those who are still enrolled, and some of them. */
  last: (Pick<Meeting, "startsAt"> & { absent: number; absentees: string[] }) | null;
  /** Students past the absence limit, and those who reach it with one or two more absences. */
  over: number;
  near: number;
  /** The nearest of them to the limit, by it. */
  slipping: { student: string; absencesLeft: number }[];
};

/** So many are named; the section's page has them all. */
const mostNamed = 8;

/** The sections of a term that the read's scope names: to be read under the scope of who teaches them. */
export async function listOwnSections(read: ScopedRead, term: string, today: string, limit: number): Promise<OwnSection[]> {
  const rows = await read.query<OwnSection>(
    `WITH own AS (SELECT s.* FROM warehouse.dim_section s JOIN warehouse.dim_term t USING (term_key)
       WHERE t.id = $1 AND s.section_key = ANY((SELECT warehouse.scope_sections())::int[])),
     danger AS (SELECT section_key, count(*) FILTER (WHERE remaining < 0)::int AS over, count(*) FILTER (WHERE remaining BETWEEN 0 AND 1)::int AS near,
         (array_agg(jsonb_build_object('student', student, 'absencesLeft', remaining) ORDER BY remaining, student) FILTER (WHERE remaining <= 1))[1:$4] AS slipping
       FROM (SELECT own.section_key, f.student, ${absencesLeft("own", "sum(f.absent)::int", "$3")} AS remaining
         FROM own JOIN warehouse.cell_attendance_student f USING (section_key)
         JOIN warehouse.fact_enrollment e ON e.section_key = own.section_key AND e.student = f.student AND e.status <> 'withdrawn'
         WHERE f.present + f.late + f.absent + f.excused > 0
         GROUP BY own.section_key, own.meetings_planned, f.student) one
       GROUP BY section_key)
     SELECT own.id AS section, last.meeting AS last, c.title, own.mode, own.source,
       (SELECT count(*)::int FROM warehouse.fact_enrollment e WHERE e.section_key = own.section_key AND e.status <> 'withdrawn') AS enrolled,
       own.meetings_planned AS "meetingsPlanned",
       (SELECT count(*)::int FROM warehouse.dim_meeting m WHERE m.section_key = own.section_key AND m.status = 'held') AS "meetingsHeld",
       (SELECT jsonb_build_object('startsAt', ${instantSql("m.starts_at")}, 'status', m.status, 'rolls', m.rolls)
        FROM warehouse.dim_meeting m WHERE m.section_key = own.section_key AND m.held_on = $2::date
        ORDER BY m.status = 'cancelled', m.starts_at DESC, m.id LIMIT 1) AS today,
       coalesce(danger.over, 0) AS over, coalesce(danger.near, 0) AS near, coalesce(danger.slipping, '{}') AS slipping
     FROM own LEFT JOIN warehouse.dim_course c USING (course_key) LEFT JOIN danger USING (section_key)
       LEFT JOIN LATERAL (SELECT jsonb_build_object('startsAt', ${instantSql("m.starts_at")}, 'absent', count(e.student)::int,
           'absentees', coalesce(to_jsonb((array_agg(e.student ORDER BY e.student) FILTER (WHERE e.student IS NOT NULL))[1:$4]), '[]')) AS meeting
         FROM (SELECT meeting_key, starts_at FROM warehouse.dim_meeting m
           WHERE m.section_key = own.section_key AND m.status = 'held' AND m.rolls > 0 AND m.held_on < $2::date
             AND NOT EXISTS (SELECT FROM warehouse.dim_meeting n WHERE n.section_key = own.section_key AND n.held_on = $2::date AND n.status <> 'cancelled')
           ORDER BY m.starts_at DESC, m.id LIMIT 1) m
         LEFT JOIN warehouse.fact_attendance f ON f.meeting_key = m.meeting_key AND f.status = 'absent'
         LEFT JOIN warehouse.fact_enrollment e ON e.section_key = own.section_key AND e.student = f.student AND e.status <> 'withdrawn'
         GROUP BY m.meeting_key, m.starts_at) last ON true
     ORDER BY c.title NULLS LAST, own.id`,
    [term, today, limit, mostNamed],
  );
  return rows.rows;
}
