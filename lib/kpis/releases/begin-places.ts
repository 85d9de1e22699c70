import type { Pool, PoolClient } from "pg";
import { type CellPlace, cellName, type Days, weekOf, wholeTerm } from "./cell";
import type { PlacedCell } from "./known-cells";
import type { Ground } from "./recent-ground";
import type { Release } from "./release-store";

/**
 * All places of a time begin together, as one of them is asked about for the first time (ADR 27): a part that began after its
 * sum would tell, with the parts beside it, of the few who changed in between, asked for or not.
 *
 * The times of a question that are still to begin: those that have something in them, and of which not all places that there
 * are have begun. A new section has them begin again for what is new.
 */
export async function timesToBegin(client: Pool | PoolClient, question: string, { tree, counts }: Ground): Promise<Days[]> {
  const begun = await client.query<{ time: string; places: string }>("SELECT time, places FROM app.release_ground WHERE question = $1", [
    question,
  ]);
  const places = new Map(begun.rows.map((row) => [row.time, row.places]));
  const times: Days[] = [wholeTerm, ...counts.marked.map(weekOf)];
  return times.filter((days) => places.get(timeName(days)) !== tree.every.hash);
}

const timeName = ({ from }: Days): string => from ?? "term";

/** Cells of these times that were never released; `known` are those that somebody asks about. */
export function cellsToBegin(
  { tree }: Ground,
  times: readonly Days[],
  known: ReadonlyMap<string, PlacedCell>,
  releases: readonly Release[],
): PlacedCell[] {
  if (times.length === 0) return [];
  const begun = new Set(releases.map(({ cell }) => cell));
  return times.flatMap((days) =>
    tree.every.places.flatMap((at): PlacedCell[] => {
      const place: CellPlace = { ...at, days };
      const name = cellName(place);
      return begun.has(name) || known.has(name) ? [] : [{ name, place, members: tree.membersOf(at), release: null }];
    }),
  );
}

export async function noteBegun(client: PoolClient, question: string, times: readonly Days[], { tree }: Ground): Promise<void> {
  if (times.length === 0) return;
  await client.query(
    `INSERT INTO app.release_ground (question, time, places) SELECT $1, time, $3 FROM unnest($2::text[]) AS begun (time)
     ON CONFLICT (question, time) DO UPDATE SET places = excluded.places`,
    [question, times.map(timeName), tree.every.hash],
  );
}
