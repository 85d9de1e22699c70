import type { Policy } from "@/lib/kpis/policy";
import { policyOn } from "@/lib/kpis/policy-versions";
import { nearLimit } from "@/lib/warehouse/advising/reasons-to-call";
import { absencesLeft, isChronic } from "@/lib/warehouse/queries/absence-rules";
import type { TermItem } from "@/lib/warehouse/queries/list-terms";
import type { Draft } from "./policy-draft";
import type { Compared } from "./preview-figures";
import type { DangerPreview } from "./preview-shape";

type Counts = Record<
  "nearNow" | "nearDrafted" | "nearBecome" | "nearStop" | "chronicNow" | "chronicDrafted" | "chronicBecome" | "chronicStop",
  number
>;

/** Students of the term whom the absence rules concern, now and under the draft, each once. */
export async function previewDanger({ read, today, now }: Compared, draft: Draft, term: TermItem): Promise<DangerPreview> {
  const before = policyOn(now, today < term.endsOn ? today : term.endsOn).policy;
  const rulesOf = ({ attendance }: Policy) => [attendance.absenceLimit, attendance.chronicRate, attendance.chronicMinimum];
  const counted = (name: string, was: string, is: string) => `
    count(DISTINCT student) FILTER (WHERE ${was})::int AS "${name}Now", count(DISTINCT student) FILTER (WHERE ${is})::int AS "${name}Drafted"`;
  // A student is concerned by any of the sections.
  const found = await read.query<Counts>(
    `WITH roll AS (SELECT f.student, s.section_key, s.meetings_planned, sum(f.present)::int AS present, sum(f.late)::int AS late, sum(f.absent)::int AS absent
       FROM warehouse.cell_attendance_student f JOIN warehouse.dim_section s USING (section_key) JOIN warehouse.dim_term t ON t.term_key = s.term_key
       JOIN warehouse.fact_enrollment e ON e.section_key = s.section_key AND e.student = f.student AND e.status <> 'withdrawn'
       WHERE t.id = $1 AND f.present + f.late + f.absent + f.excused > 0 GROUP BY f.student, s.section_key, s.meetings_planned),
     planned AS (SELECT s.section_key, ${absencesLeft("s", "0", "$2")} AS allowed_now, ${absencesLeft("s", "0", "$5")} AS allowed_drafted
       FROM warehouse.dim_section s WHERE s.section_key IN (SELECT section_key FROM roll)),
     student AS (SELECT student, coalesce(bool_or(allowed_now - absent <= ${nearLimit}), false) AS was_near,
         coalesce(bool_or(allowed_drafted - absent <= ${nearLimit}), false) AS is_near,
         bool_or(${isChronic("roll", "$3", "$4")}) AS was_chronic, bool_or(${isChronic("roll", "$6", "$7")}) AS is_chronic
       FROM roll JOIN planned USING (section_key) GROUP BY student)
     SELECT ${counted("near", "was_near", "is_near")}, ${counted("chronic", "was_chronic", "is_chronic")},
       count(*) FILTER (WHERE is_near AND NOT was_near)::int AS "nearBecome", count(*) FILTER (WHERE was_near AND NOT is_near)::int AS "nearStop",
       count(*) FILTER (WHERE is_chronic AND NOT was_chronic)::int AS "chronicBecome",
       count(*) FILTER (WHERE was_chronic AND NOT is_chronic)::int AS "chronicStop"
     FROM student`,
    [term.id, ...rulesOf(before), ...rulesOf(draft.policy)],
  );
  const counts = found.rows[0];
  if (counts === undefined) throw new Error("A count without groups has a row.");
  return {
    near: { now: counts.nearNow, drafted: counts.nearDrafted, become: counts.nearBecome, stop: counts.nearStop },
    chronic: { now: counts.chronicNow, drafted: counts.chronicDrafted, become: counts.chronicBecome, stop: counts.chronicStop },
  };
}
