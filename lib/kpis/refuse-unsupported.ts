import { BellwetherError } from "@/lib/platform/errors";
import { definitionOf, type Filter } from "./definitions";
import type { KpiRequest } from "./request";

const filters: readonly Filter[] = ["from", "to", "orgUnit", "course", "section", "program", "yearOfStudy", "state", "scale"];

/** Throws bad-request where the KPI lacks a filter or a breakdown that is asked for. */
export function refuseUnsupported(request: KpiRequest): void {
  const definition = definitionOf(request.kpi);
  for (const filter of filters) {
    if (request[filter] === undefined || definition.filters.includes(filter)) continue;
    throw new BellwetherError(
      "bad-request",
      `${definition.id} has no filter ${filter}; it has ${["term", ...definition.filters].join(", ")}.`,
      {
        field: filter,
        rule: "unknown-filter",
        found: request[filter],
        allowed: ["term", ...definition.filters],
      },
    );
  }
  for (const grouping of request.groupBy ?? []) {
    if (definition.groupings.includes(grouping)) continue;
    throw new BellwetherError(
      "bad-request",
      `${definition.id} cannot be grouped by ${grouping}; it can by ${definition.groupings.join(", ")}.`,
      {
        field: "groupBy",
        rule: "unknown-grouping",
        found: grouping,
        allowed: definition.groupings,
      },
    );
  }
}

/** What is asked about the facts of one figure of now has neither breakdowns nor another figure beside it. `what` names it. */
export function refuseFigures(request: KpiRequest, what: string): void {
  for (const field of ["groupBy", "compare", "asOf"] as const) {
    if (request[field] === undefined) continue;
    throw new BellwetherError("bad-request", `${what} have no ${field}.`, { field, rule: "unknown-parameter", found: request[field] });
  }
}
