import { expect } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { Database } from "@/lib/platform/database";
import type { OuladCount } from "./count-oulad";

/** Asks the KPI API, by whichever way: `course-withdrawal-rate?term=2013J`. */
export type AskKpi = (query: string) => Promise<KpiAnswer>;

const day = (startsOn: string, days: number) => new Date(Date.parse(startsOn) + days * 86_400_000).toISOString().slice(0, 10);
const byKey = (answer: KpiAnswer, pick: (measures: Record<string, unknown>) => unknown) =>
  Object.fromEntries((answer.groups ?? []).map((group) => [group.key, pick(group.measures ?? {})]));

/** Sums over sections of what was counted. */
export function totalsOf(count: OuladCount) {
  const sections = [...count.sections.values()];
  const sum = (pick: (section: (typeof sections)[number]) => number) => sections.reduce((total, section) => total + pick(section), 0);
  const results = Object.fromEntries(
    ["Pass", "Fail", "Distinction", "Withdrawn"].map((result) => [result, sum((one) => one.results[result] ?? 0)]),
  );
  return {
    enrolments: sum((one) => one.enrolments),
    results,
    withdrawnBeforeStart: sum((one) => one.withdrawnBeforeStart),
    registered: sum((one) => one.registered),
    withdrawn: sum((one) => one.withdrawn),
  };
}

/** Enrolments, results, withdrawals and scores of the warehouse and the KPIs, section by section, against the count. */
export async function compareOulad(database: Database, ask: AskKpi, count: OuladCount): Promise<void> {
  await compareSections(ask, count);
  await compareWithdrawalWeeks(database, ask, count);
  await compareScores(database, count);
}

async function compareSections(ask: AskKpi, count: OuladCount): Promise<void> {
  for (const term of new Set([...count.sections.values()].map((section) => section.term))) {
    const own = [...count.sections].filter(([, section]) => section.term === term);
    const withdrawal = await ask(`course-withdrawal-rate?term=${term}&groupBy=section`);
    expect(byKey(withdrawal, ({ registered, withdrawn }) => ({ registered, withdrawn }))).toEqual(
      Object.fromEntries(own.map(([id, { registered, withdrawn }]) => [id, { registered, withdrawn }])),
    );
    const grades = await ask(`grade-distribution?term=${term}&groupBy=section&scale=band`);
    expect(byKey(grades, ({ letters }) => letters)).toEqual(
      Object.fromEntries(
        own.map(
          ([
            id,
            {
              results: { Withdrawn: _, ...letters },
            },
          ]) => [id, letters],
        ),
      ),
    );
  }
}

async function compareWithdrawalWeeks(database: Database, ask: AskKpi, count: OuladCount): Promise<void> {
  const stored = await database.owner.query<{ section: string; status: string; day: string; enrolments: number }>(
    `SELECT s.id AS section, cell.status, cell.effective_on::text AS day, sum(cell.enrolments)::int AS enrolments
     FROM warehouse.cell_enrollment cell JOIN warehouse.dim_section s USING (section_key) GROUP BY 1, 2, 3`,
  );
  const enrolments: Record<string, number> = {};
  const weeks: Record<string, Record<number, number>> = {};
  for (const row of stored.rows) {
    enrolments[row.section] = (enrolments[row.section] ?? 0) + row.enrolments;
    if (row.status !== "withdrawn") continue;
    const startsOn = count.sections.get(row.section)?.startsOn ?? "";
    const week = Math.floor((Date.parse(row.day) - Date.parse(startsOn)) / (7 * 86_400_000));
    const own = (weeks[row.section] ??= {});
    own[week] = (own[week] ?? 0) + row.enrolments;
  }
  const expected = [...count.sections];
  expect(enrolments).toEqual(Object.fromEntries(expected.map(([id, one]) => [id, one.enrolments])));
  expect(weeks).toEqual(Object.fromEntries(expected.map(([id, one]) => [id, one.withdrawnByWeek])));

  // The KPI on the last day of every fourth week: withdrawn so far.
  const starts = new Map(expected.map(([, one]) => [one.term, one.startsOn]));
  for (const [term, startsOn] of starts) {
    for (let week = 0; week < 40; week += 4) {
      const answer = await ask(`course-withdrawal-rate?term=${term}&groupBy=section&to=${day(startsOn, week * 7 + 6)}`);
      const soFar = expected
        .filter(([, one]) => one.term === term)
        .map(([id, one]) => {
          const entries = Object.entries(one.withdrawnByWeek).filter(([its]) => Number(its) >= 0 && Number(its) <= week);
          return [id, entries.reduce((sum, [, withdrawn]) => sum + withdrawn, 0)];
        });
      expect({ term, week, ...byKey(answer, ({ withdrawn }) => withdrawn) }).toEqual({ term, week, ...Object.fromEntries(soFar) });
    }
  }
}

async function compareScores(database: Database, count: OuladCount): Promise<void> {
  const cells = await database.owner.query<{ assessment: string; count: number; sum: number }>(
    `SELECT a.id AS assessment, sum(cell.scores)::int AS count, sum(cell.score_sum)::float8 AS sum
     FROM warehouse.cell_score cell JOIN warehouse.dim_assessment a USING (assessment_key) GROUP BY 1`,
  );
  const facts = await database.owner.query<{ assessment: string; mean: number }>(
    `SELECT a.id AS assessment, avg(f.score)::float8 AS mean FROM warehouse.fact_score f JOIN warehouse.dim_assessment a USING (assessment_key)
     WHERE f.score IS NOT NULL GROUP BY 1`,
  );
  expect(Object.fromEntries(cells.rows.map((row) => [row.assessment, { count: row.count, sum: row.sum }]))).toEqual(
    Object.fromEntries(count.scores),
  );
  expect(facts.rows).toHaveLength(count.scores.size);
  for (const { assessment, mean } of facts.rows) {
    const own = count.scores.get(assessment);
    expect(mean).toBeCloseTo((own?.sum ?? 0) / (own?.count ?? 0), 9);
  }
}

/** Participation attendance by section and week, against the count. */
export async function compareParticipation(ask: AskKpi, expected: ReadonlyMap<string, { present: number; absent: number }>): Promise<void> {
  const sections = new Set([...expected.keys()].map((key) => key.split("/")[0] ?? ""));
  for (const section of sections) {
    const answer = await ask(`attendance-rate?term=${section.slice(4)}&section=${section}&groupBy=date`);
    const own = [...expected].filter(([key]) => key.startsWith(`${section}/`)).map(([key, count]) => [key.split("/")[1], count]);
    expect(byKey(answer, ({ present, absent }) => ({ present, absent }))).toEqual(Object.fromEntries(own));
  }
}
