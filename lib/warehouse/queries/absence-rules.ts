/** The absence rules as SQL, written once for every list that shows them (kpis.md, students in danger). */

/**
 * Meetings planned of a section: as stated, else those of its timetable that are not cancelled. Null where only
 * meetings of the past are known: a share of those says nothing of the whole.
 */
export const meetingsPlanned = (section: string) => `coalesce(${section}.meetings_planned,
  (SELECT CASE WHEN bool_or(planned.status = 'planned') THEN count(*)::int END
   FROM warehouse.dim_meeting planned WHERE planned.section_key = ${section}.section_key AND planned.status <> 'cancelled'))`;

/** Absences that a limit allows of so many meetings. A third is kept as a fraction in binary, and a third of 15 is 5. */
export const absencesAllowed = (planned: string, limit: string) => `floor(round(${planned} * ${limit}::numeric, 6))::int`;

/** Absences that may still be had before more than the limit's share is reached. `absent` and `limit` are SQL. */
export const absencesLeft = (section: string, absent: string, limit: string) =>
  `${absencesAllowed(meetingsPlanned(section), limit)} - ${absent}`;

/** Over a row with present, late and absent. Excused meetings were not expected. */
export const isChronic = (roll: string, rate: string, minimum: string) => `coalesce(
  ${roll}.present + ${roll}.late + ${roll}.absent >= ${minimum}::int
  AND ${roll}.absent >= ${rate}::numeric * (${roll}.present + ${roll}.late + ${roll}.absent), false)`;
