import { Temporal } from "temporal-polyfill";
import { BellwetherError } from "@/lib/platform/errors";
import type { KpiRequest } from "../request";

/** KPIs that count up to a day: what one Sunday's count has more than that of the Sunday before are a few. */
const cumulative: ReadonlySet<string> = new Set(["dropout-rate", "course-withdrawal-rate", "engagement-rate"]);

/**
 * Readers without student-level rights ask for whole weeks or terms, one breakdown at a time (kpis.md, releases). Throws
 * bad-request with the rule not-released and the parameter that asks for more.
 */
export function refuseUnreleased(request: KpiRequest): void {
  const refuse = (field: string, message: string) => {
    throw new BellwetherError("bad-request", message, { field, rule: "not-released" });
  };
  const groupBy = request.groupBy ?? [];
  // No breakdown by year is released, in which neighbours could be hidden: years less one another would give small groups.
  if (request.yearOfStudy !== undefined) refuse("yearOfStudy", "Figures are released for all years of study together.");
  if (groupBy.length > 1) refuse("groupBy", "Figures are released by one breakdown at a time.");
  if (groupBy.includes("date")) refuse("groupBy", "Figures are released by whole weeks or terms.");
  if (cumulative.has(request.kpi)) {
    if (request.to !== undefined) refuse("to", "This figure is released for whole terms.");
    if (groupBy.includes("week")) refuse("groupBy", "This figure is released for whole terms.");
  }
  if (request.kpi === "dropout-rate" && (request.course !== undefined || request.section !== undefined)) {
    // Those cohorts overlap, so that they could be subtracted from each other.
    refuse(request.section === undefined ? "course" : "section", "Dropouts are released by programs and units.");
  }
  if (request.from !== undefined && Temporal.PlainDate.from(request.from).dayOfWeek !== 1) {
    refuse("from", "Figures are released by whole weeks: from must be a Monday.");
  }
  if (request.to !== undefined && Temporal.PlainDate.from(request.to).dayOfWeek !== 7) {
    refuse("to", "Figures are released by whole weeks: to must be a Sunday.");
  }
}
