import type { RenderedContent, ReportContent } from "../content-shape";
import type { Eyes } from "../ports";
import { kindTiles } from "./report-kinds";
import type { Tile } from "./tile-shape";

/**
 * The tiles that a reader's report has. Readers of releases ask by one breakdown at a time (ADR 27): they have neither the
 * heat map nor what is told from it. Known before anything is read, so that what is missing on a page is missed.
 */
export function tilesOf(
  { kind, subject }: Pick<ReportContent, "kind" | "subject">,
  eyes: Pick<Eyes, "studentLevel" | "studentScope">,
): Tile[] {
  const oneSection = subject.of === "section";
  const tiles = kindTiles[kind].map((tile) => (eyes.studentLevel ? tile : asReleased(tile)));
  return tiles.filter((tile) => {
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

/** The content of each part of a report: that of the whole, about one place. */
export const partsOf = (content: RenderedContent): RenderedContent[] =>
  content.subjects.map((subject) => ({ ...content, subject, subjects: [subject] }));

/** How a tile is called on the page: by its part too, where there are several. */
export const tileName = (id: string, part: number, parts: number): string => (parts === 1 ? id : `${part + 1}:${id}`);

/** All tiles that must be on the page, in their order. */
export function tileNames(content: RenderedContent, eyes: Parameters<typeof tilesOf>[1]): string[] {
  const parts = partsOf(content);
  return parts.flatMap((one, part) => tilesOf(one, eyes).map(({ id }) => tileName(id, part, parts.length)));
}

/** Places are not crossed with programs in what is released, so that of programs there is what hangs on no place. */
function asReleased(tile: Tile): Tile {
  if (tile.shows !== "members" || tile.by !== "program") return tile;
  return { ...tile, kpis: tile.kpis.filter((kpi) => kpi === "dropout-rate") };
}
