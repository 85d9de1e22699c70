import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

/**
 * What the Open University data says, counted straight from its tables: no line of this is shared with the
 * adapter, the warehouse or the KPIs. Days count from the presentation's start.
 */
export type SectionCount = {
  term: string;
  /** Local day on which day 0 lies. */
  startsOn: string;
  enrolments: number;
  results: Record<string, number>;
  withdrawnBeforeStart: number;
  registered: number;
  withdrawn: number;
  /** Withdrawals by week from the start; before it: negative weeks. */
  withdrawnByWeek: Record<number, number>;
};
export type OuladCount = {
  sections: Map<string, SectionCount>;
  /** By assessment: how many scores, and their sum. Submissions without a score count nowhere. */
  scores: Map<string, { count: number; sum: number }>;
};

type Table = Record<string, string>[];

export function readOuladTable(directory: string, name: string): Table {
  return parse(gunzipSync(readFileSync(join(directory, `${name}.csv.gz`))), { columns: true });
}

export const hasOulad = (directory: string): boolean => existsSync(join(directory, "studentInfo.csv.gz"));

export function countOulad(directory: string): OuladCount {
  const sections = new Map<string, SectionCount>();
  const lengths = new Map<string, number>();
  for (const course of readOuladTable(directory, "courses")) {
    const term = String(course.code_presentation);
    const section = `${course.code_module}-${term}`;
    lengths.set(section, Number(course.module_presentation_length));
    const startsOn = `${term.slice(0, 4)}-${term.endsWith("B") ? "02" : "10"}-01`;
    const counts = { enrolments: 0, results: {}, withdrawnBeforeStart: 0, registered: 0, withdrawn: 0, withdrawnByWeek: {} };
    sections.set(section, { term, startsOn, ...counts });
  }
  const leftOn = new Map<string, string>();
  for (const row of readOuladTable(directory, "studentRegistration"))
    leftOn.set(`${row.code_module}-${row.code_presentation}/${row.id_student}`, row.date_unregistration ?? "");

  for (const row of readOuladTable(directory, "studentInfo")) {
    const section = `${row.code_module}-${row.code_presentation}`;
    const counts = sections.get(section);
    if (counts === undefined) throw new Error(`${section} is no course of the data.`);
    const result = String(row.final_result);
    counts.enrolments += 1;
    counts.results[result] = (counts.results[result] ?? 0) + 1;
    if (result !== "Withdrawn") {
      counts.registered += 1; // a dated withdrawal that ended with a result was none
      continue;
    }
    const left = leftOn.get(`${section}/${row.id_student}`);
    // Without a day: on the section's last.
    const day = left === undefined || left === "" ? (lengths.get(section) ?? 0) : Number(left);
    const week = Math.floor(day / 7);
    counts.withdrawnByWeek[week] = (counts.withdrawnByWeek[week] ?? 0) + 1;
    if (day < 0) counts.withdrawnBeforeStart += 1;
    else {
      counts.registered += 1;
      counts.withdrawn += 1;
    }
  }
  const scores: OuladCount["scores"] = new Map();
  for (const row of readOuladTable(directory, "studentAssessment")) {
    if (row.score === "") continue;
    const own = scores.get(String(row.id_assessment)) ?? { count: 0, sum: 0 };
    scores.set(String(row.id_assessment), { count: own.count + 1, sum: own.sum + Number(row.score) });
  }
  return { sections, scores };
}

/**
 * Participation by teaching week of the sections that have clicks: who had registered by the week's first
 * day and had not left by it is expected, and was there with at least one click in the week. Only weeks
 * whose last day the clicks reach. By `section/last day of the week`.
 */
export function countParticipation(directory: string): Map<string, { present: number; absent: number }> {
  const { sections } = countOulad(directory);
  const clicked = new Set<string>();
  const reach = new Map<string, number>();
  for (const row of readOuladTable(directory, "studentVle")) {
    const section = `${row.code_module}-${row.code_presentation}`;
    const day = Number(row.date);
    reach.set(section, Math.max(reach.get(section) ?? 0, day));
    clicked.add(`${section}/${row.id_student}/${Math.floor(day / 7)}`);
  }
  const lengths = new Map(
    readOuladTable(directory, "courses").map((row) => [
      `${row.code_module}-${row.code_presentation}`,
      Number(row.module_presentation_length),
    ]),
  );
  const counts = new Map<string, { present: number; absent: number }>();
  for (const row of readOuladTable(directory, "studentRegistration")) {
    const section = `${row.code_module}-${row.code_presentation}`;
    const lastDay = reach.get(section);
    if (lastDay === undefined) continue;
    const registered = Number(row.date_registration === "" ? 0 : row.date_registration);
    const left = row.date_unregistration === "" ? Number.POSITIVE_INFINITY : Number(row.date_unregistration);
    for (let week = 0; week * 7 + 6 <= lastDay && week * 7 + 7 <= (lengths.get(section) ?? 0); week += 1) {
      if (registered > week * 7 || left <= week * 7) continue;
      const held = new Date(`${sections.get(section)?.startsOn}T00:00:00Z`);
      held.setUTCDate(held.getUTCDate() + week * 7 + 6);
      const key = `${section}/${held.toISOString().slice(0, 10)}`;
      const count = counts.get(key) ?? { present: 0, absent: 0 };
      if (clicked.has(`${section}/${row.id_student}/${week}`)) count.present += 1;
      else count.absent += 1;
      counts.set(key, count);
    }
  }
  return counts;
}
