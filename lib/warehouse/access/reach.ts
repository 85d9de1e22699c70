import { sectionHeldInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { findCourse, findDepartment, findSection } from "../queries/find-place";
import type { Thing } from "./explain-shape";

/** Whether the read's scope reaches a thing: asked exactly as pages ask for it, so that the two cannot differ. */
export async function reaches(read: ScopedRead, { kind, id }: Thing): Promise<boolean> {
  switch (kind) {
    case "departments":
      return (await findDepartment(read, id, false)) !== null;
    case "courses":
      return (await findCourse(read, id, false)) !== null;
    case "sections":
      return (await findSection(read, id, false)) !== null;
    case "students":
      return (await read.query("SELECT FROM warehouse.dim_student WHERE student = $1::uuid", [id])).rowCount !== 0;
  }
}

const sectionsOf: Readonly<Record<Exclude<Thing["kind"], "departments">, string>> = {
  courses: "JOIN warehouse.dim_course c USING (course_key) WHERE c.id = $1",
  sections: "WHERE s.id = $1",
  students: "JOIN warehouse.fact_enrollment e USING (section_key) WHERE e.student = $1::uuid",
};

/** Sections of a thing: those that the scope holds by themselves, as for recording a roll, and how many there are. */
export async function heldSections(read: ScopedRead, { kind, id }: Thing): Promise<{ held: string[]; all: number }> {
  if (kind === "departments") return { held: [], all: 0 };
  const rows = await read.query<{ id: string; held: boolean }>(
    `SELECT s.id, ${sectionHeldInScope("s.section_key")} AS held FROM warehouse.dim_section s
     LEFT JOIN warehouse.dim_term t USING (term_key) ${sectionsOf[kind]} ORDER BY t.starts_on DESC NULLS LAST, s.id`,
    [id],
  );
  return { held: rows.rows.filter((row) => row.held).map((row) => row.id), all: rows.rows.length };
}
