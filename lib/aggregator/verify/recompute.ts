/**
 * The batch form: everything from the log alone, by the institution's ids and not by surrogate keys, so
 * that it shares neither state nor statements with the incremental form. Used by `verify`.
 *
 * Each step makes one temporary table; `$zone` is the institution's time zone.
 */
const latest = (name: string, type: string, keys: string, columns: string) => `
  CREATE TEMP TABLE v_${name} ON COMMIT DROP AS
  SELECT DISTINCT ON (${keys}) ${columns}, source, event_id, occurred_at, recorded_at
  FROM v_event WHERE type = '${type}'
  ORDER BY ${keys}, recorded_at DESC, occurred_at DESC, source DESC, event_id DESC`;

/** The student's program on a day: the last version begun by then, else the first. */
const programOn = (student: string, day: string) => `(
  SELECT program FROM v_student WHERE student = ${student}
  ORDER BY (valid_from <= ${day}) DESC, CASE WHEN valid_from <= ${day} THEN valid_from - date '1900-01-01' ELSE date '1900-01-01' - valid_from END DESC
  LIMIT 1)`;

export const recompute = (zone: string): readonly string[] => [
  `CREATE TEMP TABLE v_event ON COMMIT DROP AS
   SELECT e.type, e.source, e.event_id, e.occurred_at, e.recorded_at, e.data
   FROM log.known_event e LEFT JOIN log.consumer c ON c.consumer = 'aggregator' AND c.partition = e.partition
   WHERE e.partition IS NULL OR e."offset" < c.next_offset`,
  "CREATE INDEX ON v_event (type)",
  "ANALYZE v_event",
  latest("org_unit", "org-unit.defined", "data->>'orgUnit'", "data->>'orgUnit' AS org_unit, data->>'parent' AS parent"),
  `CREATE TEMP TABLE v_path ON COMMIT DROP AS
   WITH RECURSIVE path AS (
     SELECT org_unit, org_unit AS above FROM (SELECT data->>'orgUnit' AS org_unit FROM v_event WHERE type = 'course.defined') named
     UNION SELECT path.org_unit, u.parent FROM path JOIN v_org_unit u ON u.org_unit = path.above WHERE u.parent IS NOT NULL)
   SELECT org_unit, above FROM path WHERE org_unit IS NOT NULL`,
  latest(
    "term",
    "term.defined",
    "data->>'term'",
    "data->>'term' AS term, (data->>'startsOn')::date AS starts_on, (data->>'endsOn')::date AS ends_on, coalesce(data->>'censusOn', data->>'startsOn')::date AS census",
  ),
  latest(
    "course",
    "course.defined",
    "data->>'course'",
    "data->>'course' AS course, data->>'orgUnit' AS org_unit, (data->>'credits')::numeric AS credits",
  ),
  latest(
    "section_event",
    "section.defined",
    "data->>'section'",
    "data->>'section' AS section, data->>'course' AS course, data->>'term' AS term",
  ),
  `CREATE TEMP TABLE v_section ON COMMIT DROP AS
   SELECT s.section, s.term, s.course, c.org_unit, c.credits, t.census
   FROM v_section_event s LEFT JOIN v_course c USING (course) LEFT JOIN v_term t USING (term)`,
  latest(
    "student",
    "student.defined",
    `data->>'student', (occurred_at AT TIME ZONE '${zone}')::date`,
    `(data->>'student')::uuid AS student, (occurred_at AT TIME ZONE '${zone}')::date AS valid_from, data->>'program' AS program`,
  ),
  "CREATE INDEX ON v_student (student)",
  latest(
    "meeting",
    "meeting.changed",
    "data->>'meeting'",
    `data->>'meeting' AS meeting, data->>'section' AS section, data->>'status' AS status, ((data->>'startsAt')::timestamptz AT TIME ZONE '${zone}')::date AS held_on`,
  ),
  latest(
    "roll",
    "attendance.recorded",
    "data->>'meeting', data->>'student'",
    "data->>'meeting' AS meeting, (data->>'student')::uuid AS student, data->>'status' AS status",
  ),
  latest(
    "grade",
    "grade.posted",
    "data->>'section', data->>'student'",
    "data->>'section' AS section, (data->>'student')::uuid AS student, data->>'scale' AS scale, data->>'letter' AS letter, (data->>'points')::numeric AS points, (data->>'credits')::numeric AS credits, data->>'state' AS state",
  ),
  latest(
    "enrollment",
    "enrollment.changed",
    "data->>'section', data->>'student'",
    "data->>'section' AS section, (data->>'student')::uuid AS student, data->>'status' AS status, (data->>'effectiveOn')::date AS effective_on",
  ),
  latest(
    "registration",
    "registration.changed",
    "data->>'student', data->>'term', (data->>'effectiveOn')::date",
    "(data->>'student')::uuid AS student, data->>'term' AS term, (data->>'effectiveOn')::date AS effective_on, data->>'status' AS status, data->>'program' AS program",
  ),
  latest("assessment", "assessment.defined", "data->>'assessment'", "data->>'assessment' AS assessment, data->>'section' AS section"),
  latest(
    "score",
    "score.recorded",
    "data->>'assessment', data->>'student'",
    "data->>'assessment' AS assessment, (data->>'student')::uuid AS student, (data->>'score')::numeric AS score",
  ),
  "ANALYZE v_section, v_student, v_meeting, v_roll, v_grade, v_enrollment, v_registration, v_assessment, v_score",
  `CREATE TEMP TABLE v_attendance_fact ON COMMIT DROP AS
   SELECT s.term, m.section, s.org_unit, s.course, m.held_on, ${programOn("r.student", "m.held_on")} AS program, r.student, r.status
   FROM v_roll r JOIN v_meeting m USING (meeting) LEFT JOIN v_section s ON s.section = m.section
   WHERE m.status = 'held'`,
  `CREATE TEMP TABLE v_grade_fact ON COMMIT DROP AS
   SELECT s.term, g.section, s.org_unit, s.course, ${programOn("g.student", "coalesce(s.census, '-infinity')")} AS program, g.state, g.scale, g.letter, g.student,
     coalesce(g.points, l.points) AS points, coalesce(g.credits, s.credits, 1) AS credits, coalesce(l.low, false) AS low
   FROM v_grade g LEFT JOIN v_section s USING (section)
   LEFT JOIN warehouse.dim_scale_letter l ON l.scale = g.scale AND l.letter = g.letter`,
  "ANALYZE v_grade_fact",
  `CREATE TEMP TABLE v_enrollment_fact ON COMMIT DROP AS
   SELECT s.term, e.section, s.org_unit, s.course, ${programOn("e.student", "coalesce(s.census, '-infinity')")} AS program, e.student, e.status, e.effective_on,
     g.state AS low_state
   FROM v_enrollment e LEFT JOIN v_section s USING (section)
   LEFT JOIN v_grade_fact g ON g.section = e.section AND g.student = e.student AND g.low`,
];

/** For each cell table: its keys by id, its measures, and both sides' rows. */
export type CellCheck = { table: string; keys: readonly string[]; measures: readonly string[]; expected: string; stored: string };

const id = (dimension: string, alias: string) =>
  `LEFT JOIN warehouse.dim_${dimension} ${alias} ON ${alias}.${dimension}_key = cell.${dimension}_key`;
const stored = (table: string, joins: string) => `warehouse.${table} cell ${joins}`;
const term = id("term", "t");
const section = id("section", "s");
const unit = id("org_unit", "u");
const program = id("program", "p");
const statuses = ["present", "late", "absent", "excused"];
const countStatuses = statuses.map((status) => `count(*) FILTER (WHERE status = '${status}') AS ${status}`).join(", ");

const attendanceBy = (table: string, keys: readonly string[], names: string, joins: string): CellCheck => ({
  table,
  keys,
  measures: statuses,
  expected: `SELECT ${keys.join(", ")}, ${countStatuses} FROM v_attendance_fact GROUP BY ${keys.join(", ")}`,
  stored: `SELECT ${names}, ${statuses.map((status) => `cell.${status}`).join(", ")} FROM ${stored(table, joins)}`,
});

const meetingBy = (table: string, keys: readonly string[], names: string, joins: string): CellCheck => ({
  table,
  keys,
  measures: ["held", "recorded"],
  expected: `SELECT ${keys.join(", ")}, count(*) AS held, count(*) FILTER (WHERE EXISTS (SELECT FROM v_roll r WHERE r.meeting = m.meeting)) AS recorded
    FROM v_meeting m LEFT JOIN v_section s USING (section) WHERE m.status = 'held' GROUP BY ${keys.join(", ")}`,
  stored: `SELECT ${names}, cell.held, cell.recorded FROM ${stored(table, joins)}`,
});

const gradeBy = (
  table: string,
  keys: readonly string[],
  names: string,
  joins: string,
  held: readonly string[] = ["state", "scale", "letter"],
): CellCheck => ({
  table,
  keys: [...keys, ...held],
  measures: ["grades", "grade_point_credits", "graded_credits"],
  expected: `SELECT ${[...keys, ...held].join(", ")}, count(*) AS grades, coalesce(sum(points * credits), 0) AS grade_point_credits,
    coalesce(sum(credits) FILTER (WHERE points IS NOT NULL), 0) AS graded_credits FROM v_grade_fact GROUP BY ${[...keys, ...held].join(", ")}`,
  stored: `SELECT ${names}, ${held.map((key) => `cell.${key}`).join(", ")}, cell.grades, cell.grade_point_credits, cell.graded_credits FROM ${stored(table, joins)}`,
});

const enrolmentsBy = (table: string, keys: readonly string[], names: string, joins: string): CellCheck => ({
  table,
  keys: [...keys, "status", "effective_on"],
  measures: ["enrolments", "low_provisional", "low_final"],
  expected: `SELECT ${keys.join(", ")}, status, CASE WHEN status = 'withdrawn' THEN effective_on ELSE '-infinity'::date END AS effective_on,
    count(*) AS enrolments, count(*) FILTER (WHERE status <> 'withdrawn' AND low_state = 'provisional') AS low_provisional,
    count(*) FILTER (WHERE status <> 'withdrawn' AND low_state = 'final') AS low_final
    FROM v_enrollment_fact GROUP BY ${keys.join(", ")}, status, ${keys.length + 2}`,
  stored: `SELECT ${names}, cell.status, cell.effective_on, cell.enrolments, cell.low_provisional, cell.low_final FROM ${stored(table, joins)}`,
});

const members = `(
  VALUES ('all', NULL), ('org_unit', org_unit), ('course', course), ('section', section), ('program', program)
  UNION ALL SELECT 'subtree', above FROM v_path WHERE v_path.org_unit = at.org_unit) AS m (kind, member)`;
const gradeDetails = `(VALUES (state || '/' || scale || '/any', true), (state || '/*/any', true),
  (state || '/' || scale || '/points', points IS NOT NULL AND credits <> 0), (state || '/*/points', points IS NOT NULL AND credits <> 0),
  (state || '/' || scale || '/=' || letter, true), (state || '/*/=' || letter, true)) AS d (detail, holds)`;
const distinctStudents = (family: string, from: string) => `
  SELECT term, '${family}' AS family, kind, detail, member, count(DISTINCT student) AS students
  FROM (SELECT * FROM ${from}) at CROSS JOIN LATERAL ${members} WHERE holds GROUP BY 1, 2, 3, 4, 5`;

const students: CellCheck = {
  table: "cell_students",
  keys: ["term", "family", "kind", "detail", "member"],
  measures: ["students"],
  expected: [
    distinctStudents(
      "attendance",
      "v_attendance_fact CROSS JOIN LATERAL (VALUES ('any', true), ('expected', status <> 'excused')) AS d (detail, holds)",
    ),
    distinctStudents("grade", `v_grade_fact CROSS JOIN LATERAL ${gradeDetails}`),
  ].join(" UNION ALL "),
  stored: `SELECT t.id AS term, cell.family, cell.kind, cell.detail, coalesce(u.id, c.id, s.id, p.id) AS member, cell.students
    FROM warehouse.cell_students cell ${term}
    LEFT JOIN warehouse.dim_org_unit u ON cell.kind IN ('org_unit', 'subtree') AND u.org_unit_key = cell.member_key
    LEFT JOIN warehouse.dim_course c ON cell.kind = 'course' AND c.course_key = cell.member_key
    LEFT JOIN warehouse.dim_section s ON cell.kind = 'section' AND s.section_key = cell.member_key
    LEFT JOIN warehouse.dim_program p ON cell.kind = 'program' AND p.program_key = cell.member_key`,
};

/** Each student's enrolments in a member, day by day: the seven days after an activity are looked at one by one. */
const studentDays: CellCheck = {
  table: "cell_student_days",
  keys: ["term", "what", "kind", "day", "member"],
  measures: ["students"],
  expected: `
    WITH each AS (
      SELECT at.term, kind, member, student,
        coalesce(array_agg(effective_on) FILTER (WHERE status = 'enrolled'), '{}') AS came,
        coalesce(array_agg(effective_on) FILTER (WHERE status <> 'enrolled'), '{}') AS gone,
        max(CASE WHEN status = 'withdrawn' THEN effective_on ELSE 'infinity' END) AS until
      FROM v_enrollment_fact at CROSS JOIN LATERAL ${members} GROUP BY at.term, kind, member, student),
    turned AS (
      SELECT term, kind, member, turn.day, turn.enrolled - lag(turn.enrolled, 1, 0) OVER (
        PARTITION BY term, kind, member, student ORDER BY turn.day) AS students
      FROM each CROSS JOIN LATERAL (
        SELECT day, (day >= ANY (came) OR day < ANY (gone))::int AS enrolled
        FROM (SELECT DISTINCT unnest(came || gone || '-infinity'::date) AS day) days) AS turn),
    active_day AS (
      SELECT DISTINCT (data->>'student')::uuid AS student, (occurred_at AT TIME ZONE '$zone')::date + i AS day
      FROM v_event CROSS JOIN generate_series(0, 6) i WHERE type = 'activity.observed' AND coalesce((data->>'count')::bigint, 1) > 0)
    SELECT term, 'enrolled' AS what, kind, day, member, sum(students) AS students FROM turned GROUP BY term, kind, day, member
    UNION ALL
    SELECT term, 'registered', kind, until, member, count(*) FROM each GROUP BY term, kind, until, member
    UNION ALL
    SELECT each.term, 'active', kind, a.day, member, count(*)
    FROM each JOIN v_term t ON t.term = each.term
    JOIN active_day a ON a.student = each.student AND a.day BETWEEN t.starts_on AND t.ends_on
    WHERE a.day >= ANY (came) OR a.day < ANY (gone)
    GROUP BY each.term, kind, a.day, member`,
  stored: `SELECT t.id AS term, cell.what, cell.kind, cell.day, coalesce(u.id, c.id, s.id, p.id) AS member, cell.students
    FROM warehouse.cell_student_days cell ${term}
    LEFT JOIN warehouse.dim_org_unit u ON cell.kind IN ('org_unit', 'subtree') AND u.org_unit_key = cell.member_key
    LEFT JOIN warehouse.dim_course c ON cell.kind = 'course' AND c.course_key = cell.member_key
    LEFT JOIN warehouse.dim_section s ON cell.kind = 'section' AND s.section_key = cell.member_key
    LEFT JOIN warehouse.dim_program p ON cell.kind = 'program' AND p.program_key = cell.member_key`,
};

export const cellChecks = (zone: string): readonly CellCheck[] => [
  attendanceBy(
    "cell_attendance",
    ["term", "section", "held_on", "program"],
    "t.id AS term, s.id AS section, cell.held_on, p.id AS program",
    `${term} ${section} ${program}`,
  ),
  attendanceBy(
    "cell_attendance_unit",
    ["term", "org_unit", "held_on", "program"],
    "t.id AS term, u.id AS org_unit, cell.held_on, p.id AS program",
    `${term} ${unit} ${program}`,
  ),
  attendanceBy(
    "cell_attendance_term",
    ["term", "section", "program"],
    "t.id AS term, s.id AS section, p.id AS program",
    `${term} ${section} ${program}`,
  ),
  attendanceBy(
    "cell_attendance_student",
    ["term", "section", "program", "student"],
    "t.id AS term, s.id AS section, p.id AS program, cell.student",
    `${term} ${section} ${program}`,
  ),
  meetingBy("cell_meeting", ["term", "section", "held_on"], "t.id AS term, s.id AS section, cell.held_on", `${term} ${section}`),
  meetingBy("cell_meeting_section", ["term", "section"], "t.id AS term, s.id AS section", `${term} ${section}`),
  meetingBy("cell_meeting_unit", ["term", "org_unit", "held_on"], "t.id AS term, u.id AS org_unit, cell.held_on", `${term} ${unit}`),
  gradeBy("cell_grade", ["term", "section", "program"], "t.id AS term, s.id AS section, p.id AS program", `${term} ${section} ${program}`),
  gradeBy(
    "cell_grade_unit",
    ["term", "org_unit", "program"],
    "t.id AS term, u.id AS org_unit, p.id AS program",
    `${term} ${unit} ${program}`,
  ),
  attendanceBy(
    "cell_attendance_unit_day",
    ["term", "org_unit", "held_on"],
    "t.id AS term, u.id AS org_unit, cell.held_on",
    `${term} ${unit}`,
  ),
  attendanceBy(
    "cell_attendance_unit_term",
    ["term", "org_unit", "program"],
    "t.id AS term, u.id AS org_unit, p.id AS program",
    `${term} ${unit} ${program}`,
  ),
  attendanceBy("cell_attendance_section", ["term", "section"], "t.id AS term, s.id AS section", `${term} ${section}`),
  gradeBy("cell_grade_unit_letter", ["term", "org_unit"], "t.id AS term, u.id AS org_unit", `${term} ${unit}`),
  gradeBy("cell_grade_section_scale", ["term", "section"], "t.id AS term, s.id AS section", `${term} ${section}`, ["state", "scale"]),
  gradeBy("cell_grade_program_letter", ["term", "program"], "t.id AS term, p.id AS program", `${term} ${program}`),
  gradeBy("cell_grade_section", ["term", "section"], "t.id AS term, s.id AS section", `${term} ${section}`),
  enrolmentsBy(
    "cell_enrollment",
    ["term", "section", "program"],
    "t.id AS term, s.id AS section, p.id AS program",
    `${term} ${section} ${program}`,
  ),
  enrolmentsBy("cell_enrollment_unit", ["term", "org_unit"], "t.id AS term, u.id AS org_unit", `${term} ${unit}`),
  enrolmentsBy(
    "cell_enrollment_unit_program",
    ["term", "org_unit", "program"],
    "t.id AS term, u.id AS org_unit, p.id AS program",
    `${term} ${unit} ${program}`,
  ),
  enrolmentsBy("cell_enrollment_section", ["term", "section"], "t.id AS term, s.id AS section", `${term} ${section}`),
  students,
  { ...studentDays, expected: studentDays.expected.replace("$zone", zone) },
  {
    table: "cell_registration_span",
    keys: ["term", "program", "status", "effective_on", "until"],
    measures: ["students"],
    expected: `SELECT r.term, coalesce(r.program, ${programOn("r.student", "coalesce(t.census, '-infinity')")}) AS program, r.status, r.effective_on,
        coalesce((SELECT min(n.effective_on) FROM v_registration n
          WHERE n.student = r.student AND n.term = r.term AND n.effective_on > r.effective_on), 'infinity') AS until, count(*) AS students
      FROM v_registration r LEFT JOIN v_term t USING (term) GROUP BY 1, 2, 3, 4, 5`,
    stored: `SELECT t.id AS term, p.id AS program, cell.status, cell.effective_on, cell.until, cell.students
      FROM ${stored("cell_registration_span", `${term} ${program}`)}`,
  },
  {
    table: "cell_registration",
    keys: ["term", "program", "status", "effective_on"],
    measures: ["registrations"],
    expected: `SELECT term, program, status, effective_on, count(*) AS registrations FROM (
      SELECT r.term, coalesce(r.program, ${programOn("r.student", "coalesce(t.census, '-infinity')")}) AS program, r.status, r.effective_on
      FROM v_registration r LEFT JOIN v_term t USING (term)) resolved GROUP BY 1, 2, 3, 4`,
    stored: `SELECT t.id AS term, p.id AS program, cell.status, cell.effective_on, cell.registrations FROM ${stored("cell_registration", `${term} ${program}`)}`,
  },
  {
    table: "cell_score",
    keys: ["term", "section", "assessment"],
    measures: ["scores", "score_sum"],
    expected: `SELECT s.term, a.section, x.assessment, count(*) AS scores, sum(x.score) AS score_sum
      FROM v_score x LEFT JOIN v_assessment a USING (assessment) LEFT JOIN v_section s ON s.section = a.section
      WHERE x.score IS NOT NULL GROUP BY 1, 2, 3`,
    stored: `SELECT t.id AS term, s.id AS section, a.id AS assessment, cell.scores, cell.score_sum FROM ${stored("cell_score", `${term} ${section} ${id("assessment", "a")}`)}`,
  },
  {
    table: "cell_activity",
    keys: ["section", "day"],
    measures: ["observations"],
    expected: `SELECT data->>'section' AS section, (occurred_at AT TIME ZONE '${zone}')::date AS day, sum(coalesce((data->>'count')::bigint, 1)) AS observations
      FROM v_event WHERE type = 'activity.observed' GROUP BY 1, 2`,
    stored: `SELECT s.id AS section, cell.day, cell.observations FROM ${stored("cell_activity", section)}`,
  },
  {
    table: "cell_activity_student",
    keys: ["day", "student"],
    measures: ["observations"],
    expected: `SELECT (occurred_at AT TIME ZONE '${zone}')::date AS day, (data->>'student')::uuid AS student, sum(coalesce((data->>'count')::bigint, 1)) AS observations
      FROM v_event WHERE type = 'activity.observed' GROUP BY 1, 2`,
    stored: "SELECT cell.day, cell.student, cell.observations FROM warehouse.cell_activity_student cell",
  },
];
