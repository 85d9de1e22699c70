/**
 * What a scope reaches, as SQL over the settings of a scoped read (SCOPE-2). `sql` names a key's column; each
 * is compared with one array from an uncorrelated subselect, which is computed once a query.
 */
export const everythingInScope = "(SELECT warehouse.scope_everything())";

export const orgUnitInScope = (key: string) => `(${everythingInScope} OR ${key} = ANY((SELECT warehouse.scope_org_units())::int[]))`;

/** A section is in scope by itself, and not only through a student who is in it. */
export const sectionHeldInScope = (key: string) => `(${everythingInScope} OR ${key} = ANY((SELECT warehouse.scope_sections())::int[]))`;

/** A section is in scope by itself, or because a student of the reader's is in it. */
export const sectionInScope = (key: string) => `(${everythingInScope} OR ${key} = ANY((SELECT warehouse.scope_sections())::int[])
  OR EXISTS (SELECT FROM warehouse.fact_enrollment reached WHERE reached.section_key = ${key}))`;

/** A course is in scope where one of its sections is. */
export const courseInScope = (key: string) => `(${everythingInScope}
  OR EXISTS (SELECT FROM warehouse.dim_section taught WHERE taught.course_key = ${key} AND ${sectionInScope("taught.section_key")}))`;

/** A program is in scope by itself, or because a student of the reader's is in it. */
export const programInScope = (key: string) => `(${everythingInScope} OR ${key} = ANY((SELECT warehouse.scope_programs())::int[])
  OR EXISTS (SELECT FROM warehouse.fact_enrollment reached WHERE reached.program_key = ${key}))`;
