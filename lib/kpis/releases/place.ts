import { createHash } from "node:crypto";
import type { KpiRequest } from "../request";

/** How a place lies in the tree, coarse to fine; programs are the leaves of registrations. */
export type Level = "whole" | "subtree" | "unit" | "course" | "section" | "program";

/** `node` is the place's id, null for what belongs to none. */
export type Place = { level: Level; node: string | null };

/** One spelling of it. */
export const placeName = ({ level, node }: Place): string => JSON.stringify([level, node]);

/** One spelling of the leaves that a cell is made of, whichever filters and breakdown lead to them. */
export const leavesName = (leaves: ReadonlySet<number>): string =>
  createHash("sha256")
    .update([...leaves].sort((a, b) => a - b).join(" "))
    .digest("base64url");

/** The place of an answer's whole: the narrowest of its filters. */
export function wholePlace(request: KpiRequest): Place {
  if (request.section !== undefined) return { level: "section", node: request.section };
  if (request.course !== undefined) return { level: "course", node: request.course };
  if (request.program !== undefined) return { level: "program", node: request.program };
  if (request.orgUnit !== undefined) return { level: "subtree", node: request.orgUnit };
  return { level: "whole", node: null };
}

/** The level that groups of an answer are of; null where they are no places. */
export function levelOfGroups({ groupBy }: KpiRequest): "unit" | "course" | "section" | "program" | null {
  const [grouping] = groupBy ?? [];
  if (grouping === "org_unit") return "unit";
  return grouping === "course" || grouping === "section" || grouping === "program" ? grouping : null;
}
