import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** `unseen`: the folder is a store's, or of another machine. */
export type LastCheckpoint = { kind: "found"; path: string } | { kind: "none" } | { kind: "unseen" };

const numbered = /^chk-(\d+)$/;

/**
 * The last complete checkpoint of a job whose checkpoints are alone in a folder. Flink keeps them as `<job>/chk-<number>`, and
 * writes `_metadata` last of all.
 */
export async function lastCheckpoint(folder: string): Promise<LastCheckpoint> {
  const entries = await entriesOf(folder);
  if (entries === null) return { kind: "unseen" };
  const complete = entries
    .filter(({ name }) => name === "_metadata")
    .map(({ parentPath }) => ({ path: parentPath, number: Number(numbered.exec(parentPath.split("/").at(-1) ?? "")?.[1]) }))
    .filter(({ number }) => Number.isInteger(number))
    .sort((a, b) => a.number - b.number)
    .at(-1);
  return complete === undefined ? { kind: "none" } : { kind: "found", path: `file://${complete.path}` };
}

async function entriesOf(folder: string) {
  if (!folder.startsWith("file:/")) return null;
  try {
    return await readdir(fileURLToPath(folder), { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, "code") === "ENOENT") return null;
    throw error;
  }
}
