import { type Database, openDatabase } from "@/lib/platform/database";
import { postgresOf } from "./running-server";
import type { World } from "./world";

/** The database of a running server, for what no screen and no address does. */
export async function inDatabase<T>(world: World, run: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase((await postgresOf(world)).url, { ownerSize: 1, readerSize: 1 });
  try {
    return await run(database);
  } finally {
    await database.close();
  }
}
