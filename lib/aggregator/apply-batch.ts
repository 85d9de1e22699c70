import {
  applyAssessments,
  applyCoursesAndSections,
  applyOrgUnits,
  applyPersons,
  applyPrograms,
  applyTerms,
  moveSectionsOfTerms,
} from "./apply/dimensions";
import {
  applyActivity,
  applyAttendance,
  applyContacts,
  applyEnrollments,
  applyGrades,
  applyLowGrades,
  applyRegistrations,
  applyScores,
} from "./apply/facts";
import { inferMembers } from "./apply/infer-members";
import { applyMeetings, applyRolls } from "./apply/meetings";
import {
  moveMeetingsOfSections,
  resolveAttendanceOfMeetings,
  resolveAttendanceOfStudents,
  resolveEnrollments,
  resolveGrades,
  resolveRegistrations,
  resolveScores,
} from "./apply/resolve";
import { applyStudents } from "./apply/students";
import { cellsAreOfFlink, factGate, ownCells } from "./cell-engine";
import { countRegistrations } from "./count-registrations";
import { countDaysOfMovedTerms, countStudentDays } from "./count-student-days";
import { countStudents, lockStudents, noteHoldings, noteMovedHoldings } from "./count-students";
import { dimensions } from "./dimensions";
import { families } from "./families";
import { foldCells } from "./fold-cells";
import { noteMovedPlaces, noteUnitPaths } from "./members";
import type { Queryable } from "./queryable";
import { noteTouches, writeFeed } from "./write-feed";

/** Types that change a dimension which facts hang on, and which: such a batch has the warehouse for itself (EXACT-2). */
const changedBy: Readonly<Record<string, readonly string[]>> = {
  "org-unit.defined": ["org_unit"],
  "term.defined": ["term"],
  "program.defined": ["program"],
  "course.defined": ["course", "section"],
  "section.defined": ["section"],
  "student.defined": ["student_version"],
  "meeting.changed": ["meeting"],
  "assessment.defined": ["assessment"],
};
const dimensionTypes: ReadonlySet<string> = new Set(Object.keys(changedBy));

/** Held shared by each batch of facts, and alone by what changes whatever facts are resolved by. */
export const dimensionLock = 715_203;

/**
 * Applies the staged batch: dimensions, facts, what moved, cells and feed, in the caller's transaction.
 * Set-based throughout; only the statements that the batch's types need are run. Returns the feed position.
 */
export async function applyBatch(client: Queryable, timeZone: string): Promise<bigint> {
  await client.query(
    "SELECT set_config('bellwether.batch', nextval('warehouse.batch_number')::text, true), pg_advisory_xact_lock_shared($1)",
    [factGate],
  );
  const found = await client.query<{ type: string }>("SELECT DISTINCT type FROM batch");
  const types = new Set(found.rows.map((row) => row.type));
  const exclusive = [...types].some((type) => dimensionTypes.has(type));
  await client.query(exclusive ? "SELECT pg_advisory_xact_lock($1)" : "SELECT pg_advisory_xact_lock_shared($1)", [dimensionLock]);
  const ofFlink = await cellsAreOfFlink(client);
  const touched = new Set([...types].flatMap((type) => changedBy[type] ?? []));
  let inferred = false;
  for (const { sql, table, shows } of inferMembers(types)) {
    const added = await client.query(sql);
    if (added.rowCount === 0) continue;
    inferred ||= shows;
    touched.add(table.slice("dim_".length));
  }
  for (const statement of plan(types, timeZone)) await client.query(statement);
  for (const family of familiesOf(types)) {
    for (const table of ownCells(family, ofFlink)) await client.query(foldCells(family, table));
    await client.query(noteTouches(family));
    const noting = noteHoldings[family.name];
    if (noting !== undefined) await client.query(noting);
  }
  await countDistinctStudents(client, types);
  if (exclusive || inferred) {
    const defined = [...types].filter((type) => dimensionTypes.has(type)).sort();
    await client.query(
      `INSERT INTO batch_feed (family, term_key, section_key, org_unit_key, program_key, detail)
       VALUES ('dimension', 0, 0, 0, 0, $1)`,
      [inferred ? [...defined, "inferred"] : defined],
    );
  }
  if (ofFlink) await noteDimensions(client, touched);
  return writeFeed(client);
}

/** Whoever publishes them looks at those. */
async function noteDimensions(client: Queryable, touched: ReadonlySet<string>): Promise<void> {
  const names = dimensions.map(({ name }) => name).filter((name) => touched.has(name));
  if (names.length === 0) return;
  await client.query("INSERT INTO log.dimension_change (batch, dimension) SELECT warehouse.current_batch(), unnest($1::text[])", [names]);
}

/** To be called after the cells were folded. */
export async function countDistinctStudents(client: Queryable, types: ReadonlySet<string>): Promise<void> {
  const unitsMayMove = types.has("org-unit.defined");
  const mayMove = unitsMayMove || types.has("section.defined") || types.has("course.defined");
  if (mayMove) for (const statement of [noteUnitPaths("unit_path"), noteMovedPlaces, noteMovedHoldings]) await client.query(statement);
  const found = await client.query<{ holdings: boolean; days: boolean; terms: boolean; registrations: boolean }>(
    `SELECT EXISTS (SELECT FROM changed_holding) OR EXISTS (SELECT FROM moved_holding) AS holdings,
       EXISTS (SELECT FROM changed_enrolment) OR EXISTS (SELECT FROM new_active_day) OR EXISTS (SELECT FROM moved_place) AS days,
       EXISTS (SELECT FROM term_before) AS terms, EXISTS (SELECT FROM changed_registration) AS registrations`,
  );
  const { holdings = false, days = false, terms = false, registrations = false } = found.rows[0] ?? {};
  if (!holdings && !days && !terms && !registrations) return;
  if (!mayMove) await client.query(noteUnitPaths("unit_path"));
  await client.query(lockStudents);
  const pathBefore = unitsMayMove ? "unit_path_before" : "unit_path";
  if (holdings) await client.query(countStudents(pathBefore));
  if (days) await client.query(countStudentDays(pathBefore));
  if (registrations) await client.query(countRegistrations);
  if (terms) for (const statement of countDaysOfMovedTerms) await client.query(statement);
}

/** The statements for these types, in the one order that keeps old and new contributions consistent. */
function plan(types: ReadonlySet<string>, timeZone: string): string[] {
  const statements: string[] = [];
  const when = (present: boolean, ...wanted: readonly string[]) => {
    if (present) statements.push(...wanted);
  };
  const terms = types.has("term.defined");
  const students = types.has("student.defined");
  const meetings = types.has("meeting.changed");
  const sections = types.has("section.defined") || types.has("course.defined");
  const assessments = types.has("assessment.defined");
  const attendance = types.has("attendance.recorded");

  when(types.has("org-unit.defined"), noteUnitPaths("unit_path_before"), applyOrgUnits);
  when(terms, applyTerms);
  when(types.has("program.defined"), applyPrograms);
  when(sections, ...applyCoursesAndSections);
  when(terms, moveSectionsOfTerms);
  when(students, ...applyStudents(timeZone));
  when(types.has("person.defined"), applyPersons);
  when(meetings, applyMeetings(timeZone));
  when(assessments, applyAssessments);

  when(attendance, applyAttendance, applyRolls);
  when(types.has("grade.posted"), applyGrades);
  when(types.has("enrollment.changed"), applyEnrollments);
  when(types.has("grade.posted"), applyLowGrades);
  when(types.has("registration.changed"), applyRegistrations);
  when(types.has("score.recorded"), applyScores);
  when(types.has("activity.observed"), applyActivity(timeZone));
  when(types.has("contact.noted"), applyContacts);

  const moved = sections || terms;
  when(moved, moveMeetingsOfSections);
  when(moved || meetings, resolveAttendanceOfMeetings);
  when(students, resolveAttendanceOfStudents);
  when(moved || students, resolveEnrollments, resolveGrades);
  when(terms || students, resolveRegistrations);
  when(moved || assessments, resolveScores);
  return statements;
}

function familiesOf(types: ReadonlySet<string>) {
  const has = (...wanted: string[]) => wanted.some((type) => types.has(type));
  const moving = has("term.defined", "course.defined", "section.defined", "student.defined");
  const changing = {
    attendance: moving || has("attendance.recorded", "meeting.changed"),
    meeting: moving || has("attendance.recorded", "meeting.changed"),
    enrollment: moving || has("enrollment.changed", "grade.posted"),
    grade: moving || has("grade.posted"),
    registration: moving || has("registration.changed"),
    score: moving || has("score.recorded", "assessment.defined"),
    activity: has("activity.observed"),
  };
  return families.filter((family) => changing[family.name]);
}
