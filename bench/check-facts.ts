import type pg from "pg";
import { type FamilyName, families } from "@/lib/aggregator/families";

/** What each family's cell tables must sum to, counted over the facts, in the order of the family's measures. */
const totals: Readonly<Record<Exclude<FamilyName, "score">, string>> = {
  attendance: `SELECT ${["present", "late", "absent", "excused"].map((status) => `count(*) FILTER (WHERE status = '${status}')`).join(", ")} FROM warehouse.fact_attendance`,
  meeting: "SELECT count(*), count(*) FILTER (WHERE rolls > 0) FROM warehouse.dim_meeting WHERE status = 'held'",
  enrollment:
    "SELECT count(*), count(*) FILTER (WHERE status <> 'withdrawn' AND low_state = 'provisional'), count(*) FILTER (WHERE status <> 'withdrawn' AND low_state = 'final') FROM warehouse.fact_enrollment",
  grade: "SELECT count(*), sum(grade_point_credits), sum(graded_credits) FROM warehouse.fact_grade",
  registration: "SELECT count(*) FROM warehouse.fact_registration",
  activity: "SELECT sum(observations) FROM warehouse.fact_activity",
};

/** A few cells one by one: their keys, what they hold, and the facts that they are of. */
const samples: readonly string[] = [
  `SELECT term_key, org_unit_key, held_on, present, late, absent, excused,
     (SELECT ARRAY[${["present", "late", "absent", "excused"].map((status) => `count(*) FILTER (WHERE f.status = '${status}')`).join(", ")}] FROM warehouse.fact_attendance f
      JOIN warehouse.dim_meeting m USING (meeting_key) JOIN warehouse.dim_section s ON s.section_key = m.section_key
      WHERE s.term_key = cell.term_key AND s.org_unit_key = cell.org_unit_key AND m.held_on = cell.held_on)
     = ARRAY[present, late, absent, excused]::bigint[] AS same
   FROM (SELECT * FROM warehouse.cell_attendance_unit_day ORDER BY held_on DESC, org_unit_key LIMIT 3) cell`,
  `SELECT term_key, detail, kind, member_key, students,
     (SELECT count(DISTINCT student) FROM warehouse.fact_attendance f
      WHERE f.term_key = cell.term_key AND f.org_unit_key = cell.member_key AND (cell.detail = 'any' OR f.status <> 'excused')) = students AS same
   FROM (SELECT * FROM warehouse.cell_students WHERE family = 'attendance' AND kind = 'org_unit' ORDER BY term_key DESC, member_key, detail LIMIT 4) cell`,
  `SELECT term_key, what, kind, day, member_key, students,
     (SELECT count(DISTINCT f.student) FROM warehouse.fact_enrollment f
      WHERE f.term_key = cell.term_key AND f.org_unit_key = cell.member_key AND f.status = 'enrolled' AND f.effective_on <= cell.day
        AND EXISTS (SELECT FROM warehouse.fact_activity a WHERE a.student = f.student AND a.day BETWEEN cell.day - 6 AND cell.day)) = students AS same
   FROM (SELECT * FROM warehouse.cell_student_days WHERE what = 'active' AND kind = 'org_unit' ORDER BY day DESC, member_key LIMIT 4) cell`,
];

/** Throws unless every cell table sums to its facts and sampled cells equal theirs: figures over wrong cells are none. */
export async function checkFacts(client: pg.Client): Promise<void> {
  for (const family of families) {
    if (family.name === "score") continue;
    const expected = await numbers(client, totals[family.name]);
    const sums = Object.keys(family.measures).map((measure) => `sum(${measure})`);
    for (const table of family.cells) {
      const found = await numbers(client, `SELECT ${sums.join(", ")} FROM warehouse.${table.name}`);
      if (found.join() !== expected.join()) throw new Error(`${table.name} holds ${found.join()}, its facts ${expected.join()}.`);
    }
  }
  for (const sample of samples) {
    const { rows } = await client.query<{ same: boolean }>(sample);
    if (rows.length === 0) throw new Error(`No cells to look at: ${sample}`);
    for (const row of rows) if (!row.same) throw new Error(`A cell differs from its facts: ${JSON.stringify(row)}`);
  }
}

async function numbers(client: pg.Client, sql: string): Promise<number[]> {
  const { rows } = await client.query<unknown[]>({ text: sql, rowMode: "array" });
  return (rows[0] ?? []).map(Number);
}
