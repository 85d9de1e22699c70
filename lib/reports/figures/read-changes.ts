import type { ScopedRead } from "@/lib/access/scoped-read";
import { compareWithThen } from "@/lib/kpis/answer-changes";
import { checkKpiQuery } from "@/lib/kpis/answer-request";
import type { KpiQuery } from "@/lib/kpis/request";
import { localDay } from "@/lib/platform/clock";
import type { HeadlineFigures } from "../ports";
import type { Asker, Reading } from "./asker";
import type { Changed } from "./report-shape";

export type Since = { at: Date; before: HeadlineFigures | null; place: string | null; timeZone: string };

/**
 * What became of the headline figures since these readers were last told: what they were told, or where that is about another
 * term or other days what was known then; what is so now; and which facts lie between. Readers of releases learn of no facts,
 * and of no figure that they were not told (CELL-1). `past`: null where what was known then is not kept.
 */
export async function readChanges(
  reads: { past: ScopedRead | null; present: ScopedRead },
  asker: Asker,
  reading: Reading,
  queries: readonly KpiQuery[],
  since: Since,
): Promise<Changed[]> {
  const changed: Changed[] = [];
  for (const query of queries) {
    const now = await asker.askCounted(query);
    const told = isOfSame(query, since.before) ? toldOf(query, since) : null;
    const known = { kpi: query.kpi, now, told, facts: null, sections: [] };
    if (reads.past === null || !reading.studentLevel) {
      changed.push(known);
      continue;
    }
    const { compare: _, ...asked } = query;
    const both = { past: reads.past, present: reads.present, dayThen: localDay(since.at, since.timeZone) };
    const { facts, sections, before } = await compareWithThen(both, checkKpiQuery(asked), { locale: reading.locale, today: reading.today });
    const then = before === null ? null : { value: before.value, n: before.n ?? null, suppressed: before.suppressed };
    changed.push({
      ...known,
      told: told ?? then,
      facts,
      sections: sections.slice(0, 3).map((one) => ({
        section: one.section,
        title: one.title,
        changes: one.late + one.recorded + one.corrected + one.takenBack,
      })),
    });
  }
  return changed;
}

/** Figures of two terms, or of two weeks, are not subtracted: their difference is no change of either. */
const isOfSame = ({ term, from, to }: KpiQuery, before: HeadlineFigures | null): boolean =>
  before !== null && before.term === (term ?? null) && from === undefined && to === undefined;

const toldOf = (query: KpiQuery, { before, place }: Since) =>
  before?.figures.find((figure) => figure.kpi === query.kpi && figure.place === place) ?? null;
