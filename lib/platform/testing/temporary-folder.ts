import { accessSync, constants, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

/** Linux keeps what is here in memory. */
const inMemory = "/dev/shm";
/** Bytes that databases of tests may come to, and what must be left to everything else. */
const room = 8 * 1024 ** 3;
const left = 4 * 1024 ** 3;

/**
 * Where tests keep databases: in memory where there is plenty of it, else where temporary files go. A database of a
 * thousand files is made there in a tenth of the time; what tests kill are processes, which lose nothing there either.
 */
export function temporaryFolder(): string {
  try {
    accessSync(inMemory, constants.W_OK);
    const { bavail, bsize } = statfsSync(inMemory);
    return bavail * bsize >= room && process.availableMemory() >= room + left ? inMemory : tmpdir();
  } catch {
    return tmpdir(); // there is no such folder on this system, or it is closed
  }
}
