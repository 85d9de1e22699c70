import type { Scope } from "@/lib/access/scope";
import type { ReportContent } from "../content-shape";
import type { Breakdown } from "./tile-shape";

/** What a breakdown's members are. */
export type Level = "org_unit" | "course" | "section" | "program";

/**
 * What lies beneath a report's subject. Of a reader's own it is the level that is theirs, as on the overview; of a unit, its
 * units where it has some.
 */
export function levelOf(by: Breakdown, { subject }: Pick<ReportContent, "subject">, scope: Scope, hasUnitsBelow: boolean): Level {
  if (by !== "below") return by;
  switch (subject.of) {
    case "course":
    case "section":
      return "section";
    case "org-unit":
      return hasUnitsBelow ? "org_unit" : "course";
    case "own":
      if (scope.kind === "institution") return "org_unit";
      return scope.kind === "org-units" ? "course" : "section";
  }
}
