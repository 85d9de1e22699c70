import type { ReportContent } from "../content-shape";
import type { Eyes } from "../ports";
import { kindTiles } from "./report-kinds";
import type { Tile } from "./tile-shape";

/**
 * The tiles that a reader's report has. Readers of releases ask by one breakdown at a time (ADR 27): they have neither the
 * heat map nor what is told from it. Known before anything is read, so that what is missing on a page is missed.
 */
export function tilesOf({ kind, subject }: Pick<ReportContent, "kind" | "subject">, eyes: Pick<Eyes, "studentLevel" | "studentScope">): Tile[] {
  const oneSection = subject.of === "section";
  return kindTiles[kind].filter((tile) => {
    switch (tile.shows) {
      case "heat":
      case "movers":
        return eyes.studentLevel;
      case "students":
        return oneSection && eyes.studentScope.kind !== "none";
      case "members":
        // A section has nothing beneath it but its students.
        return kind !== "section" || !oneSection;
      default:
        return true;
    }
  });
}
