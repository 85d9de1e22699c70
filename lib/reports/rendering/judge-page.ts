import { BellwetherError } from "@/lib/platform/errors";
import type { Paper } from "../content-shape";
import { type TileState, tileStates } from "../kinds/tile-shape";
import { printedHeight } from "../printed-area";
import type { SeenPage } from "./look-at-page";

const isState = (text: string): text is TileState => tileStates.some((state) => state === text);
/** What no figure is written as. Names may hold it: a course is called "Philosophy of Infinity". */
const broken = /\bNaN\b|\bundefined\b|\bInfinity\b|\[object /;

/**
 * REPORT-1: all tiles that the report must have are there, in their order, each with its figures or saying why it has none,
 * of one position, and nothing is cut. Throws with the tile and what is wrong with it.
 */
export function judgePage(seen: SeenPage, expected: readonly string[], paper: Paper): void {
  const fail = (tile: string, rule: string, message: string, found?: unknown): never => {
    throw new BellwetherError("internal", `The report is not complete: ${message}`, {
      tile,
      rule,
      ...(found === undefined ? {} : { found }),
    });
  };
  const ids = seen.tiles.map(({ id }) => id);
  for (const id of expected) if (!ids.includes(id)) fail(id, "missing", `the tile ${id} is missing.`, ids);
  if (ids.join() !== expected.join())
    fail(ids.find((id) => !expected.includes(id)) ?? "", "order", "it has other tiles than it must have.", ids);
  for (const { id, state, rows, position, blank, figures, height, whole } of seen.tiles) {
    if (!isState(state)) fail(id, "state", `the tile ${id} does not say that it is ready.`, state);
    if (state === "ready" && !(rows > 0)) fail(id, "rows", `the tile ${id} has no figures.`, rows);
    if (blank) fail(id, "blank", `the tile ${id} is blank.`);
    const [none] = figures.flatMap((figure) => broken.exec(figure)?.[0] ?? []);
    if (none !== undefined) fail(id, "text", `the tile ${id} holds something that is no figure.`, none);
    if (position !== seen.position) fail(id, "position", `the tile ${id} is of another position than the page.`, position);
    if (whole && height > printedHeight[paper]) fail(id, "height", `the tile ${id} is higher than a page.`, Math.round(height));
  }
  const [cut] = seen.overflows;
  if (cut !== undefined) {
    const { tile, tag, row, column } = cut;
    const where = `${tag}, row ${row}${column === null ? "" : `, column ${column}`}`;
    fail(tile, "overflow", `something does not fit where it stands in the tile ${tile} (${where}).`, seen.overflows.slice(0, 5));
  }
}
