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
  private readonly counted = new Map<string, KpiAnswer>();

  constructor(
    private readonly read: ScopedRead,
    private readonly reading: Reading,
    private readonly common: Watermark,
  ) {}

  /** Students are counted as far as they are at hand: there may be at least so many. */
  async ask(query: KpiQuery): Promise<KpiAnswer> {
    const key = canonicalQuery(query);
    return this.counted.get(key) ?? this.once(this.known, key, () => this.answer(query, 0));
  }

  /**
   * For figures that stand with how many students they are of: counted exactly, for "at least 40" of a thousand is no use on
   * paper. Readers of releases are told what was released.
   */
  async askCounted(query: KpiQuery): Promise<KpiAnswer> {
    const key = canonicalQuery(query);
    if (!this.reading.studentLevel) return this.ask(query);
    const known = this.known.get(key);
    if (known !== undefined && isCounted(known)) return known;
    return this.once(this.counted, key, () => this.answer(query, Number.POSITIVE_INFINITY));
  }

  private async once(held: Map<string, KpiAnswer>, key: string, ask: () => Promise<KpiAnswer>): Promise<KpiAnswer> {
    const known = held.get(key) ?? (await ask());
    held.set(key, known);
    return known;
  }

  private async answer(query: KpiQuery, countedBelow: number): Promise<KpiAnswer> {
    const { database, locale, today, moment, studentLevel } = this.reading;
    const request = checkKpiQuery(query);
    const reader = { locale, today };
    if (studentLevel) return computeKpi(this.read, request, { ...reader, countedBelow });
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

const isCounted = (answer: KpiAnswer): boolean => [answer, ...(answer.groups ?? [])].every(({ nExact = true }) => nExact);
