import { type Database, openDatabase } from "@/lib/platform/database";
import { postgresOf } from "./running-server";
import type { World } from "./world";

/**
 * What earlier tests changed, and what was released of it, bound what may be told next: on a campus of 130 students that can hide
 * all of it, where the tests are about what is shown and hidden of much larger ones.
 */
export const forgetReleases = (world: World) => inDatabase(world, ({ owner }) => owner.query("TRUNCATE app.release, app.release_ground"));

/** The database of a running server, for what no screen and no address does. */
export async function inDatabase<T>(world: World, run: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase((await postgresOf(world)).url, { ownerSize: 1, readerSize: 1 });
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}
