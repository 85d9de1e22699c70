-- Cells as one would write them in Flink SQL by hand, with nothing of Bellwether's compilers: what `npm run bench -- flink` holds the
-- compiled job against. The same topics, the latest event of each fact, the same joins, the same cells.

CREATE TEMPORARY TABLE campus_event_topic (
  `type` STRING, `source` STRING, `id` STRING, `occurredAt` STRING, `recordedAt` STRING,
  `data` ROW<
    `meeting` STRING, `student` STRING, `section` STRING, `term` STRING, `program` STRING, `assessment` STRING, `status` STRING,
    `effectiveOn` DATE, `scale` STRING, `letter` STRING, `points` DECIMAL(18, 9), `credits` DECIMAL(18, 9), `state` STRING,
    `score` DECIMAL(18, 9), `count` BIGINT>,
  `headers` MAP<STRING, BYTES> METADATA,
  `taken_at` AS PROCTIME()
) WITH (
  'connector' = 'kafka', 'topic' = ':{events}', 'properties.bootstrap.servers' = ':{brokers}', 'properties.group.id' = ':{cells}',
  'scan.startup.mode' = 'earliest-offset', 'format' = 'json', 'json.ignore-parse-errors' = 'true'
);

CREATE TEMPORARY TABLE term (
  `id` STRING, term_key INT, starts_on DATE, census_on DATE, PRIMARY KEY (`id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}term', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY TABLE program (
  `id` STRING, program_key INT, PRIMARY KEY (`id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}program', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY TABLE course (
  `id` STRING, course_key INT, credits DECIMAL(18, 9), PRIMARY KEY (`id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}course', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY TABLE section (
  `id` STRING, section_key INT, course_key INT, term_key INT, org_unit_key INT, PRIMARY KEY (`id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}section', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY TABLE meeting (
  `id` STRING, meeting_key BIGINT, section_key INT, held_on DATE, status STRING, PRIMARY KEY (`id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}meeting', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY TABLE assessment (
  `id` STRING, assessment_key INT, section_key INT, PRIMARY KEY (`id`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}assessment', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY TABLE student_version (
  student STRING, valid_from DATE, effective_from DATE, effective_to DATE, program_key INT, PRIMARY KEY (student, valid_from) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}student-version', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY TABLE scale_letter (
  scale STRING, letter STRING, points DECIMAL(18, 9), low BOOLEAN, PRIMARY KEY (scale, letter) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{dimensions}scale-letter', 'properties.bootstrap.servers' = ':{brokers}',
  'properties.group.id' = ':{cells}', 'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY'
);

CREATE TEMPORARY VIEW campus_event AS
SELECT `type`, `occurredAt`, `data`, CONCAT(`recordedAt`, `occurredAt`, `source`, CHR(0), `id`) AS standing
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY event_key ORDER BY taken_at) AS place
  FROM (SELECT *, CAST(headers['event-key'] AS STRING) AS event_key FROM campus_event_topic)
  WHERE event_key IS NOT NULL
) WHERE place = 1;

CREATE TEMPORARY VIEW mark AS
SELECT meeting, student, status FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY meeting, student ORDER BY standing DESC) AS place
  FROM (SELECT `data`.meeting, `data`.student, `data`.status, standing FROM campus_event WHERE `type` = 'attendance.recorded')
) WHERE place = 1;

CREATE TEMPORARY VIEW enrolled AS
SELECT section, student, status, effective_on FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY section, student ORDER BY standing DESC) AS place
  FROM (
    SELECT `data`.section, `data`.student, `data`.status, `data`.effectiveOn AS effective_on, standing
    FROM campus_event WHERE `type` = 'enrollment.changed')
) WHERE place = 1;

CREATE TEMPORARY VIEW graded AS
SELECT section, student, scale, letter, points, credits, state FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY section, student ORDER BY standing DESC) AS place
  FROM (
    SELECT `data`.section, `data`.student, `data`.scale, `data`.letter, `data`.points, `data`.credits, `data`.state, standing
    FROM campus_event WHERE `type` = 'grade.posted')
) WHERE place = 1;

CREATE TEMPORARY VIEW registered AS
SELECT term, student, effective_on, status, program FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY term, student, effective_on ORDER BY standing DESC) AS place
  FROM (
    SELECT `data`.term, `data`.student, `data`.effectiveOn AS effective_on, `data`.status, `data`.program, standing
    FROM campus_event WHERE `type` = 'registration.changed')
) WHERE place = 1;

CREATE TEMPORARY VIEW scored AS
SELECT assessment, student, score FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY assessment, student ORDER BY standing DESC) AS place
  FROM (
    SELECT `data`.assessment, `data`.student, `data`.score, standing FROM campus_event WHERE `type` = 'score.recorded')
) WHERE place = 1;

CREATE TEMPORARY VIEW attendance AS
SELECT COALESCE(s.term_key, 0) AS term_key, m.section_key, COALESCE(s.org_unit_key, 0) AS org_unit_key,
  COALESCE(v.program_key, 0) AS program_key, m.held_on, mark.status
FROM mark
JOIN meeting m ON m.id = mark.meeting
LEFT JOIN section s ON s.section_key = m.section_key
LEFT JOIN student_version v ON v.student = mark.student AND v.effective_from <= m.held_on AND m.held_on < v.effective_to
WHERE m.status = 'held' AND m.section_key <> 0 AND m.held_on IS NOT NULL;

CREATE TEMPORARY VIEW held_meeting AS
SELECT s.term_key, s.section_key, s.org_unit_key, m.held_on, COALESCE(roll.marks, 0) AS marks
FROM meeting m
JOIN section s ON s.section_key = m.section_key
LEFT JOIN (SELECT meeting AS id, COUNT(*) AS marks FROM mark GROUP BY meeting) roll ON roll.id = m.id
WHERE m.status = 'held' AND m.held_on IS NOT NULL;

CREATE TEMPORARY VIEW grade AS
SELECT s.term_key, s.section_key, s.org_unit_key, COALESCE(v.program_key, 0) AS program_key, g.state, g.scale, g.letter, g.student,
  COALESCE(COALESCE(g.points, l.points) * COALESCE(g.credits, c.credits, 1), 0) AS grade_point_credits,
  CASE WHEN COALESCE(g.points, l.points) IS NULL THEN 0 ELSE COALESCE(g.credits, c.credits, 1) END AS graded_credits
FROM graded g
JOIN section s ON s.id = g.section
LEFT JOIN course c ON c.course_key = s.course_key
LEFT JOIN scale_letter l ON l.scale = g.scale AND l.letter = g.letter
LEFT JOIN term t ON t.term_key = s.term_key
LEFT JOIN student_version v ON v.student = g.student
  AND v.effective_from <= COALESCE(t.census_on, t.starts_on, DATE '0001-01-01')
  AND COALESCE(t.census_on, t.starts_on, DATE '0001-01-01') < v.effective_to
WHERE g.student IS NOT NULL;

CREATE TEMPORARY VIEW enrollment AS
SELECT s.term_key, s.section_key, s.org_unit_key, COALESCE(v.program_key, 0) AS program_key, e.status,
  CASE WHEN e.status = 'withdrawn' THEN e.effective_on ELSE DATE '0001-01-01' END AS effective_on,
  CASE WHEN e.status <> 'withdrawn' AND l.low AND g.state = 'provisional' THEN 1 ELSE 0 END AS low_provisional,
  CASE WHEN e.status <> 'withdrawn' AND l.low AND g.state = 'final' THEN 1 ELSE 0 END AS low_final
FROM enrolled e
JOIN section s ON s.id = e.section
LEFT JOIN term t ON t.term_key = s.term_key
LEFT JOIN student_version v ON v.student = e.student
  AND v.effective_from <= COALESCE(t.census_on, t.starts_on, DATE '0001-01-01')
  AND COALESCE(t.census_on, t.starts_on, DATE '0001-01-01') < v.effective_to
LEFT JOIN grade g ON g.section_key = s.section_key AND g.student = e.student
LEFT JOIN scale_letter l ON l.scale = g.scale AND l.letter = g.letter
WHERE e.student IS NOT NULL;

CREATE TEMPORARY VIEW registration AS
SELECT t.term_key, COALESCE(NULLIF(p.program_key, 0), v.program_key, 0) AS program_key, r.status, r.effective_on
FROM registered r
JOIN term t ON t.id = r.term
LEFT JOIN program p ON p.id = r.program
LEFT JOIN student_version v ON v.student = r.student
  AND v.effective_from <= COALESCE(t.census_on, t.starts_on, DATE '0001-01-01')
  AND COALESCE(t.census_on, t.starts_on, DATE '0001-01-01') < v.effective_to
WHERE r.student IS NOT NULL;

CREATE TEMPORARY VIEW score AS
SELECT COALESCE(s.term_key, 0) AS term_key, a.section_key, a.assessment_key, r.score
FROM scored r
JOIN assessment a ON a.id = r.assessment
LEFT JOIN section s ON s.section_key = a.section_key
WHERE r.score IS NOT NULL;

CREATE TEMPORARY VIEW activity AS
SELECT COALESCE(s.section_key, 0) AS section_key,
  CAST(SUBSTRING(REPLACE(SUBSTRING(e.`occurredAt` FROM 1 FOR 19), 'T', ' ') FROM 1 FOR 10) AS DATE) AS `day`,
  COALESCE(e.`data`.`count`, 1) AS observations
FROM campus_event e
LEFT JOIN section s ON s.id = e.`data`.section
WHERE e.`type` = 'activity.observed' AND e.`data`.student IS NOT NULL;

CREATE TEMPORARY TABLE cell_attendance (
  cell STRING, term_key INT, section_key INT, held_on DATE, program_key INT, present BIGINT, late BIGINT, absent BIGINT, excused BIGINT,
  PRIMARY KEY (cell, term_key, section_key, held_on, program_key) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_attendance_unit (
  cell STRING, term_key INT, org_unit_key INT, held_on DATE, program_key INT, present BIGINT, late BIGINT, absent BIGINT, excused BIGINT,
  PRIMARY KEY (cell, term_key, org_unit_key, held_on, program_key) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_attendance_term (
  cell STRING, term_key INT, section_key INT, program_key INT, present BIGINT, late BIGINT, absent BIGINT, excused BIGINT,
  PRIMARY KEY (cell, term_key, section_key, program_key) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_attendance_unit_day (
  cell STRING, term_key INT, org_unit_key INT, held_on DATE, present BIGINT, late BIGINT, absent BIGINT, excused BIGINT,
  PRIMARY KEY (cell, term_key, org_unit_key, held_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_attendance_unit_term (
  cell STRING, term_key INT, org_unit_key INT, program_key INT, present BIGINT, late BIGINT, absent BIGINT, excused BIGINT,
  PRIMARY KEY (cell, term_key, org_unit_key, program_key) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_attendance_section (
  cell STRING, term_key INT, section_key INT, present BIGINT, late BIGINT, absent BIGINT, excused BIGINT,
  PRIMARY KEY (cell, term_key, section_key) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_meeting (
  cell STRING, term_key INT, section_key INT, held_on DATE, held BIGINT, recorded BIGINT,
  PRIMARY KEY (cell, term_key, section_key, held_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_meeting_unit (
  cell STRING, term_key INT, org_unit_key INT, held_on DATE, held BIGINT, recorded BIGINT,
  PRIMARY KEY (cell, term_key, org_unit_key, held_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_meeting_section (
  cell STRING, term_key INT, section_key INT, held BIGINT, recorded BIGINT,
  PRIMARY KEY (cell, term_key, section_key) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_enrollment (
  cell STRING, term_key INT, section_key INT, program_key INT, status STRING, effective_on DATE, enrolments BIGINT, low_provisional BIGINT, low_final BIGINT,
  PRIMARY KEY (cell, term_key, section_key, program_key, status, effective_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_enrollment_unit (
  cell STRING, term_key INT, org_unit_key INT, status STRING, effective_on DATE, enrolments BIGINT, low_provisional BIGINT, low_final BIGINT,
  PRIMARY KEY (cell, term_key, org_unit_key, status, effective_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_enrollment_unit_program (
  cell STRING, term_key INT, org_unit_key INT, program_key INT, status STRING, effective_on DATE, enrolments BIGINT, low_provisional BIGINT, low_final BIGINT,
  PRIMARY KEY (cell, term_key, org_unit_key, program_key, status, effective_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_enrollment_section (
  cell STRING, term_key INT, section_key INT, status STRING, effective_on DATE, enrolments BIGINT, low_provisional BIGINT, low_final BIGINT,
  PRIMARY KEY (cell, term_key, section_key, status, effective_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_grade (
  cell STRING, term_key INT, section_key INT, program_key INT, state STRING, scale STRING, letter STRING, grades BIGINT, grade_point_credits DECIMAL(38, 18), graded_credits DECIMAL(38, 18),
  PRIMARY KEY (cell, term_key, section_key, program_key, state, scale, letter) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_grade_unit (
  cell STRING, term_key INT, org_unit_key INT, program_key INT, state STRING, scale STRING, letter STRING, grades BIGINT, grade_point_credits DECIMAL(38, 18), graded_credits DECIMAL(38, 18),
  PRIMARY KEY (cell, term_key, org_unit_key, program_key, state, scale, letter) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_grade_unit_letter (
  cell STRING, term_key INT, org_unit_key INT, state STRING, scale STRING, letter STRING, grades BIGINT, grade_point_credits DECIMAL(38, 18), graded_credits DECIMAL(38, 18),
  PRIMARY KEY (cell, term_key, org_unit_key, state, scale, letter) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_grade_section (
  cell STRING, term_key INT, section_key INT, state STRING, scale STRING, letter STRING, grades BIGINT, grade_point_credits DECIMAL(38, 18), graded_credits DECIMAL(38, 18),
  PRIMARY KEY (cell, term_key, section_key, state, scale, letter) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_grade_section_scale (
  cell STRING, term_key INT, section_key INT, state STRING, scale STRING, grades BIGINT, grade_point_credits DECIMAL(38, 18), graded_credits DECIMAL(38, 18),
  PRIMARY KEY (cell, term_key, section_key, state, scale) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_grade_program_letter (
  cell STRING, term_key INT, program_key INT, state STRING, scale STRING, letter STRING, grades BIGINT, grade_point_credits DECIMAL(38, 18), graded_credits DECIMAL(38, 18),
  PRIMARY KEY (cell, term_key, program_key, state, scale, letter) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_registration (
  cell STRING, term_key INT, program_key INT, status STRING, effective_on DATE, registrations BIGINT,
  PRIMARY KEY (cell, term_key, program_key, status, effective_on) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_score (
  cell STRING, term_key INT, section_key INT, assessment_key INT, scores BIGINT, score_sum DECIMAL(38, 18),
  PRIMARY KEY (cell, term_key, section_key, assessment_key) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

CREATE TEMPORARY TABLE cell_activity (
  cell STRING, section_key INT, `day` DATE, observations BIGINT,
  PRIMARY KEY (cell, section_key, `day`) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka', 'topic' = ':{cells}', 'properties.bootstrap.servers' = ':{brokers}',
  'key.format' = 'json', 'value.format' = 'json', 'value.fields-include' = 'EXCEPT_KEY',
  'sink.buffer-flush.interval' = '100 ms', 'sink.buffer-flush.max-rows' = '10000', 'properties.enable.idempotence' = 'true'
);

EXECUTE STATEMENT SET BEGIN
INSERT INTO cell_attendance
SELECT 'cell_attendance', term_key, section_key, held_on, program_key, SUM(CASE WHEN status = 'present' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'late' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
FROM attendance GROUP BY term_key, section_key, held_on, program_key;
INSERT INTO cell_attendance_unit
SELECT 'cell_attendance_unit', term_key, org_unit_key, held_on, program_key, SUM(CASE WHEN status = 'present' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'late' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
FROM attendance GROUP BY term_key, org_unit_key, held_on, program_key;
INSERT INTO cell_attendance_term
SELECT 'cell_attendance_term', term_key, section_key, program_key, SUM(CASE WHEN status = 'present' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'late' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
FROM attendance GROUP BY term_key, section_key, program_key;
INSERT INTO cell_attendance_unit_day
SELECT 'cell_attendance_unit_day', term_key, org_unit_key, held_on, SUM(CASE WHEN status = 'present' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'late' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
FROM attendance GROUP BY term_key, org_unit_key, held_on;
INSERT INTO cell_attendance_unit_term
SELECT 'cell_attendance_unit_term', term_key, org_unit_key, program_key, SUM(CASE WHEN status = 'present' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'late' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
FROM attendance GROUP BY term_key, org_unit_key, program_key;
INSERT INTO cell_attendance_section
SELECT 'cell_attendance_section', term_key, section_key, SUM(CASE WHEN status = 'present' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'late' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'absent' THEN 1 ELSE 0 END), SUM(CASE WHEN status = 'excused' THEN 1 ELSE 0 END)
FROM attendance GROUP BY term_key, section_key;
INSERT INTO cell_meeting
SELECT 'cell_meeting', term_key, section_key, held_on, COUNT(*), SUM(CASE WHEN marks > 0 THEN 1 ELSE 0 END)
FROM held_meeting GROUP BY term_key, section_key, held_on;
INSERT INTO cell_meeting_unit
SELECT 'cell_meeting_unit', term_key, org_unit_key, held_on, COUNT(*), SUM(CASE WHEN marks > 0 THEN 1 ELSE 0 END)
FROM held_meeting GROUP BY term_key, org_unit_key, held_on;
INSERT INTO cell_meeting_section
SELECT 'cell_meeting_section', term_key, section_key, COUNT(*), SUM(CASE WHEN marks > 0 THEN 1 ELSE 0 END)
FROM held_meeting GROUP BY term_key, section_key;
INSERT INTO cell_enrollment
SELECT 'cell_enrollment', term_key, section_key, program_key, status, effective_on, COUNT(*), SUM(low_provisional), SUM(low_final)
FROM enrollment GROUP BY term_key, section_key, program_key, status, effective_on;
INSERT INTO cell_enrollment_unit
SELECT 'cell_enrollment_unit', term_key, org_unit_key, status, effective_on, COUNT(*), SUM(low_provisional), SUM(low_final)
FROM enrollment GROUP BY term_key, org_unit_key, status, effective_on;
INSERT INTO cell_enrollment_unit_program
SELECT 'cell_enrollment_unit_program', term_key, org_unit_key, program_key, status, effective_on, COUNT(*), SUM(low_provisional), SUM(low_final)
FROM enrollment GROUP BY term_key, org_unit_key, program_key, status, effective_on;
INSERT INTO cell_enrollment_section
SELECT 'cell_enrollment_section', term_key, section_key, status, effective_on, COUNT(*), SUM(low_provisional), SUM(low_final)
FROM enrollment GROUP BY term_key, section_key, status, effective_on;
INSERT INTO cell_grade
SELECT 'cell_grade', term_key, section_key, program_key, state, scale, letter, COUNT(*), SUM(grade_point_credits), SUM(graded_credits)
FROM grade GROUP BY term_key, section_key, program_key, state, scale, letter;
INSERT INTO cell_grade_unit
SELECT 'cell_grade_unit', term_key, org_unit_key, program_key, state, scale, letter, COUNT(*), SUM(grade_point_credits), SUM(graded_credits)
FROM grade GROUP BY term_key, org_unit_key, program_key, state, scale, letter;
INSERT INTO cell_grade_unit_letter
SELECT 'cell_grade_unit_letter', term_key, org_unit_key, state, scale, letter, COUNT(*), SUM(grade_point_credits), SUM(graded_credits)
FROM grade GROUP BY term_key, org_unit_key, state, scale, letter;
INSERT INTO cell_grade_section
SELECT 'cell_grade_section', term_key, section_key, state, scale, letter, COUNT(*), SUM(grade_point_credits), SUM(graded_credits)
FROM grade GROUP BY term_key, section_key, state, scale, letter;
INSERT INTO cell_grade_section_scale
SELECT 'cell_grade_section_scale', term_key, section_key, state, scale, COUNT(*), SUM(grade_point_credits), SUM(graded_credits)
FROM grade GROUP BY term_key, section_key, state, scale;
INSERT INTO cell_grade_program_letter
SELECT 'cell_grade_program_letter', term_key, program_key, state, scale, letter, COUNT(*), SUM(grade_point_credits), SUM(graded_credits)
FROM grade GROUP BY term_key, program_key, state, scale, letter;
INSERT INTO cell_registration
SELECT 'cell_registration', term_key, program_key, status, effective_on, COUNT(*)
FROM registration GROUP BY term_key, program_key, status, effective_on;
INSERT INTO cell_score
SELECT 'cell_score', term_key, section_key, assessment_key, COUNT(*), SUM(score)
FROM score GROUP BY term_key, section_key, assessment_key;
INSERT INTO cell_activity
SELECT 'cell_activity', section_key, `day`, SUM(observations)
FROM activity GROUP BY section_key, `day`;
END;
