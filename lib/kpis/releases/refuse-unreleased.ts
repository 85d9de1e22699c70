import { Temporal } from "temporal-polyfill";
import { BellwetherError } from "@/lib/platform/errors";
import type { KpiRequest } from "../request";

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
  if (request.from !== undefined && Temporal.PlainDate.from(request.from).dayOfWeek !== 1) {
    refuse("from", "Figures are released by whole weeks: from must be a Monday.");
  }
  if (request.to !== undefined && Temporal.PlainDate.from(request.to).dayOfWeek !== 7) {
    refuse("to", "Figures are released by whole weeks: to must be a Sunday.");
  }
}
