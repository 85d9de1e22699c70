import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { checkKpiQuery } from "@/lib/kpis/answer-request";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import { computeKpi } from "@/lib/kpis/compute-kpi";
import { definitionOf } from "@/lib/kpis/definitions";
import { computeReleased } from "@/lib/kpis/releases/compute-released";
import type { KpiQuery } from "@/lib/kpis/request";
import type { Database } from "@/lib/platform/database";
import { isBellwetherError } from "@/lib/platform/errors";

export type Reading = { database: Database; locale: "en" | "ko"; today: string; moment: Date; studentLevel: boolean };
type Watermark = Pick<KpiAnswer, "watermark" | "policyVersion" | "term">;

/**
 * Asks one read, so that all answers are of its snapshot: exactly, or for readers of releases what was released (CELL-1).
 * The same question is asked once. One after the other: it is one connection.
 */
export class Asker {
  private readonly known = new Map<string, KpiAnswer>();

  constructor(
    private readonly read: ScopedRead,
    private readonly reading: Reading,
    private readonly common: Watermark,
  ) {}

  async ask(query: KpiQuery): Promise<KpiAnswer> {
    const key = canonicalQuery(query);
    const known = this.known.get(key) ?? (await this.answer(query));
    this.known.set(key, known);
    return known;
  }

  private async answer(query: KpiQuery): Promise<KpiAnswer> {
    const { database, locale, today, moment, studentLevel } = this.reading;
    const request = checkKpiQuery(query);
    const reader = { locale, today };
    if (studentLevel) return computeKpi(this.read, request, reader);
    try {
      return await computeReleased({ database, read: this.read, moment }, request, reader);
    } catch (error) {
      if (isBellwetherError(error) && error.facts.rule === "not-released") return this.withheld(query);
      throw error;
    }
  }

  /** What is not released to these readers by the report's filters is hidden, and no filter is left out for it. */
  private withheld({ kpi, groupBy }: KpiQuery): KpiAnswer {
    const answer = { kpi, value: null, suppressed: true, unit: definitionOf(kpi).unit, ...this.common };
    return groupBy === undefined ? answer : { ...answer, groups: [] };
  }
}
