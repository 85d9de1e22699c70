import { type Scope, scopeSetting } from "@/lib/access/scope";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import type { Parameters } from "./statement";

/**
 * Whose registrations count. A student counts under the program and the year of study of their last change, whichever
 * they were in before: `found` (over `c`) says whether that change counts, null for always, and `before` (over
 * `r`) only leaves out students of whom no change can.
 */
export type Whose = { before: string; found: string | null };

/** Conditions that all must hold. `terms`: SQL of the keys of the terms whose changes are read; `census`: SQL of the day. */
export function registeredStudents(
  scope: Scope,
  request: KpiRequest,
  context: KpiContext,
  parameters: Parameters,
  terms: string,
  census: string,
): Whose[] {
  const byLastChange = (condition: (alias: string) => string): Whose => ({
    before: amongThese(`SELECT o.student FROM warehouse.fact_registration o WHERE o.term_key IN (${terms}) AND ${condition("o")}`),
    found: condition("c"),
  });
  const places = placesOf(context, parameters);
  const enrolled = enrolledAtCensus(context, parameters, census);
  const list: Whose[] = [];
  if (places.length > 0) list.push(enrolled(places));

  const setting = scopeSetting(scope);
  if (!("everything" in setting)) {
    const ofSections = setting.courses.length + setting.sections.length + setting.instructors.length > 0;
    const reachable: Whose[] = [];
    if (places.length > 0) reachable.push(enrolled([...places, "e.section_key = ANY((SELECT warehouse.scope_sections())::int[])"]));
    else {
      // A unit is seen by its programs, and a section by who is in it: also by somebody who has both.
      if (setting.orgUnits.length > 0)
        reachable.push(byLastChange((c) => `${c}.program_key = ANY((SELECT warehouse.scope_programs())::int[])`));
      if (ofSections) {
        reachable.push(
          enrolled([
            "e.section_key = ANY((SELECT warehouse.scope_sections())::int[])",
            "e.org_unit_key <> ALL((SELECT warehouse.scope_org_units())::int[])",
          ]),
        );
      }
    }
    const ofStudents = setting.advisors.length + setting.students.length > 0;
    if (ofStudents) reachable.push(student((c) => `${c}.student = ANY((SELECT warehouse.scope_advisees())::uuid[])`));
    list.push(anyOf(reachable));
  }

  if (context.orgUnits !== null) {
    const units = parameters.add(context.orgUnits);
    list.push(byLastChange((c) => ofUnits(`${c}.program_key`, units)));
  }
  if (context.program !== null) {
    const program = parameters.add(context.program);
    list.push(byLastChange((c) => `${c}.program_key = ${program}::int`));
  }
  if (request.yearOfStudy !== undefined) {
    const year = parameters.add(request.yearOfStudy);
    list.push(byLastChange((c) => `${c}.year_of_study = ${year}::smallint`));
  }
  return list;
}

/** Programs that hang on these units. */
export const ofUnits = (program: string, units: string) =>
  `${program} IN (SELECT program_key FROM warehouse.dim_program WHERE org_unit_key = ANY(${units}::int[]))`;

/** An array, so that an index leads to these students' registrations and the policy is asked of them alone. */
const amongThese = (students: string) => `r.student = ANY(ARRAY(${students}))`;
const student = (condition: (alias: string) => string): Whose => ({ before: condition("r"), found: condition("c") });

function anyOf(parts: readonly Whose[]): Whose {
  if (parts.length === 0) return { before: "false", found: null };
  return {
    before: `(${parts.map(({ before }) => before).join(" OR ")})`,
    found: `(${parts.map(({ found }) => found ?? "true").join(" OR ")})`,
  };
}

function placesOf(context: KpiContext, parameters: Parameters): string[] {
  const places: string[] = [];
  if (context.section !== null) places.push(`e.section_key = ${parameters.add(context.section)}::int`);
  if (context.course !== null) {
    const course = `${parameters.add(context.course)}::int`;
    places.push(`e.section_key IN (SELECT section_key FROM warehouse.dim_section WHERE course_key = ${course})`);
  }
  return places;
}

/** Under courses and sections the cohort is who was enrolled there on the census day. */
const enrolledAtCensus =
  (context: KpiContext, parameters: Parameters, census: string) =>
  (places: readonly string[]): Whose => {
    const conditions = [`e.term_key = ${parameters.add(context.term?.termKey ?? -1)}::int`, ...places].join(" AND ");
    const who = `SELECT e.student FROM warehouse.fact_enrollment e WHERE ${conditions}
      AND CASE WHEN e.status = 'enrolled' THEN e.effective_on <= ${census} ELSE e.effective_on > ${census} END`;
    return { before: amongThese(who), found: `c.student IN (${who})` };
  };
