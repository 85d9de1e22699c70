import type { ScopedRead } from "@/lib/access/scoped-read";
import { absencesLeft, isChronic } from "./absence-rules";
import type { DangerPolicy } from "./danger-policy";

export type SectionStudent = {
  student: string;
  status: "enrolled" | "withdrawn" | "completed" | null;
  present: number;
  late: number;
  absent: number;
  excused: number;
  /** Absences that are left before the limit; negative past it, null where it is not known how many meetings are planned. */
  absencesLeft: number | null;
  chronic: boolean;
  letter: string | null;
  state: "provisional" | "final" | null;
};

/** Whoever is enrolled in a section or on one of its rolls, nearest to the absence limit first; whoever withdrew comes last (kpis.md, students in danger). */
export async function getSectionStudents(read: ScopedRead, section: string, policy: DangerPolicy): Promise<SectionStudent[]> {
  const rows = await read.query<SectionStudent>(
    `WITH section AS (SELECT * FROM warehouse.dim_section WHERE id = $1),
     roll AS (SELECT f.student, sum(f.present)::int AS present, sum(f.late)::int AS late, sum(f.absent)::int AS absent, sum(f.excused)::int AS excused
       FROM warehouse.cell_attendance_student f JOIN section USING (section_key)
       WHERE f.present + f.late + f.absent + f.excused > 0 GROUP BY f.student)
     SELECT student, e.status, coalesce(roll.present, 0) AS present, coalesce(roll.late, 0) AS late, coalesce(roll.absent, 0) AS absent,
       coalesce(roll.excused, 0) AS excused, ${absencesLeft("section", "coalesce(roll.absent, 0)", "$2")} AS "absencesLeft",
       ${isChronic("roll", "$3", "$4")} AS chronic, g.letter, g.state
     FROM (SELECT student FROM roll UNION SELECT e.student FROM warehouse.fact_enrollment e JOIN section USING (section_key)) students
     CROSS JOIN section
     LEFT JOIN roll USING (student)
     LEFT JOIN warehouse.fact_enrollment e USING (section_key, student)
     LEFT JOIN warehouse.fact_grade g USING (section_key, student)
     ORDER BY (e.status IS DISTINCT FROM 'withdrawn') DESC, "absencesLeft" NULLS LAST, absent DESC, student`,
    [section, policy.absenceLimit, policy.chronicRate, policy.chronicMinimum],
  );
  return rows.rows;
}
