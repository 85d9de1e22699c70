/** The absence rules as SQL, written once for every list that shows them (kpis.md, students in danger). */

/**
 * Meetings planned of a section: as stated, else those of its timetable that are not cancelled. Null where only
 * meetings of the past are known: a share of those says nothing of the whole.
 */
export const meetingsPlanned = (section: string) => `coalesce(${section}.meetings_planned,
  (SELECT CASE WHEN bool_or(planned.status = 'planned') THEN count(*)::int END
   FROM warehouse.dim_meeting planned WHERE planned.section_key = ${section}.section_key AND planned.status <> 'cancelled'))`;

/** Absences that may still be had before more than the limit's share is reached. `absent` and `limit` are SQL. */
export const absencesLeft = (section: string, absent: string, limit: string) =>
  `floor(${meetingsPlanned(section)} * ${limit}::numeric)::int - ${absent}`;

/** Over a row with present, late and absent. Excused meetings were not expected. */
export const isChronic = (roll: string, rate: string, minimum: string) => `coalesce(
  ${roll}.present + ${roll}.late + ${roll}.absent >= ${minimum}::int
  AND ${roll}.absent >= ${rate}::numeric * (${roll}.present + ${roll}.late + ${roll}.absent), false)`;
