import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiId } from "../question";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { rangeOf } from "./attendance";
import { conditions, Parameters, type Relation, scopeLevelOf } from "./statement";

/**
 * A cell as the feed has it: the sums of a section, program and day (with a grade's letter, a status) that a batch
 * changed, before and after. `late`: for a day before that of the batch; `corrected`: something was counted less.
 */
export type ChangedCell = {
  position: string;
  at: string;
  cause: "late" | "corrected" | "new";
  section: string | null;
  title: string | null;
  program: string | null;
  day: string | null;
  detail: string[];
  /** Null: there was no cell. */
  before: Record<string, number> | null;
  after: Record<string, number>;
};
export type ChangedCells = { cells: ChangedCell[]; next: string | null };

/** A place in the feed, newest first: only what is older follows. */
export type FeedCursor = { position: string; ordinal: number };

/** Measures of each family in the feed's order (lib/aggregator/families.ts writes them). */
const measuresOf = {
  attendance: ["present", "late", "absent", "excused"],
  meeting: ["held", "recorded"],
  enrollment: ["enrolments", "lowProvisional", "lowFinal"],
  grade: ["grades", "gradePointCredits", "gradedCredits"],
  registration: ["registrations"],
  activity: ["observations"],
} as const;
type Family = keyof typeof measuresOf;

const familiesOf: Readonly<Record<KpiId, readonly Family[]>> = {
  "attendance-rate": ["attendance"],
  "attendance-coverage": ["meeting"],
  "grade-distribution": ["grade"],
  "mean-grade-points": ["grade"],
  "dfw-rate": ["enrollment"],
  "course-withdrawal-rate": ["enrollment"],
  "engagement-rate": ["enrollment", "activity"],
  "dropout-rate": ["registration"],
};

type FeedRow = Omit<ChangedCell, "before" | "after"> & { family: Family; ordinal: number; before: number[] | null; after: number[] };

/**
 * Cells that changed since the read's position, newest first. The feed holds neither students nor years of study, so
 * that it cannot be told what of it is an advisor's or of a year: nothing is listed there, and for dropout nothing
 * below programs.
 */
export async function listChangedCells(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  page: { zone: string; after: FeedCursor | null; limit: number },
): Promise<ChangedCells> {
  if (request.yearOfStudy !== undefined) return { cells: [], next: null };
  const parameters = new Parameters();
  const where = request.kpi === "dropout-rate" ? ofPrograms(read, context, parameters) : ofSections(read, request, context, parameters);
  if (where === null) return { cells: [], next: null };
  where.push(`f.family = ANY(${parameters.add(familiesOf[request.kpi])}::text[])`, "f.position > (SELECT past.position())");
  if (page.after !== null) {
    where.push(`(f.position, f.ordinal) < (${parameters.add(page.after.position)}::bigint, ${parameters.add(page.after.ordinal)}::int)`);
  }
  const zone = parameters.add(page.zone);
  const rows = await read.query<FeedRow>(
    `SELECT f.position::text AS position, f.ordinal, f.family, to_char(f.committed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
       CASE WHEN EXISTS (SELECT FROM unnest(f.before, f.after) AS m (before, after) WHERE m.after < m.before) THEN 'corrected'
         WHEN f.day < (f.committed_at AT TIME ZONE ${zone})::date THEN 'late' ELSE 'new' END AS cause,
       section.id AS section, course.title, program.id AS program, f.day::text AS day, f.detail,
       f.before::float8[] AS before, f.after::float8[] AS after
     FROM warehouse.feed f
     LEFT JOIN warehouse.dim_section section ON section.section_key = f.section_key
     LEFT JOIN warehouse.dim_course course ON course.course_key = section.course_key
     LEFT JOIN warehouse.dim_program program ON program.program_key = f.program_key
     WHERE ${where.join(" AND ")} ORDER BY f.position DESC, f.ordinal DESC LIMIT ${parameters.add(page.limit + 1)}`,
    parameters.values,
  );
  const shown = rows.rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    cells: shown.map(toCell),
    next: rows.rows.length > shown.length && last !== undefined ? `${last.position}.${last.ordinal}` : null,
  };
}

function toCell({ family, ordinal: _, before, after, ...cell }: FeedRow): ChangedCell {
  const named = (values: readonly number[]) => Object.fromEntries(measuresOf[family].map((name, index) => [name, values[index] ?? 0]));
  return { ...cell, before: before === null ? null : named(before), after: named(after) };
}

const feed: Relation = { sql: "warehouse.feed", level: "section", hasUnit: true, hasProgram: true, dateColumn: "day" };

function ofSections(read: ScopedRead, request: KpiRequest, context: KpiContext, parameters: Parameters): string[] | null {
  if (scopeLevelOf(read.scope) === "students") return null;
  const ranged = request.kpi === "attendance-rate" || request.kpi === "attendance-coverage";
  const where = conditions(feed, request, context, read.scope, parameters, ranged ? rangeOf(request) : undefined);
  if (familiesOf[request.kpi].includes("grade")) {
    where.push(`f.detail[1] = ${parameters.add(request.state ?? "final")}`);
    if (request.scale !== undefined) where.push(`f.detail[2] = ${parameters.add(request.scale)}`);
  }
  return where;
}

function ofPrograms(read: ScopedRead, context: KpiContext, parameters: Parameters): string[] | null {
  const level = scopeLevelOf(read.scope);
  if ((level !== "everything" && level !== "units") || context.section !== null || context.course !== null) return null;
  const where = [`f.term_key = ${parameters.add(context.term?.termKey ?? -1)}::int`];
  if (level === "units") where.push("f.program_key = ANY((SELECT warehouse.scope_programs())::int[])");
  if (context.program !== null) where.push(`f.program_key = ${parameters.add(context.program)}::int`);
  if (context.orgUnits !== null) {
    const units = `${parameters.add(context.orgUnits)}::int[]`;
    where.push(`f.program_key IN (SELECT program_key FROM warehouse.dim_program WHERE org_unit_key = ANY(${units}))`);
  }
  return where;
}
