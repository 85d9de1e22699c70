import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import { type ReportStore, storedName } from "./report-store";

const systemErrorSchema = z.object({ code: z.string(), syscall: z.string() });

/** A folder. A file is there as a whole or not at all: it is written beside, to the disk, and then named. */
export const folderStore = (folder: string): ReportStore => ({
  async put(copy, signal) {
    try {
      await putWhole(join(folder, storedName(copy)), copy.pdf, signal);
      return { outcome: "sent", detail: inOwnWord("stored-in-folder") };
    } catch (error) {
      if (signal.aborted) return { outcome: "later", detail: inOwnWord("storing-stopped") };
      const failure = systemErrorSchema.safeParse(error).data;
      if (failure === undefined) throw error;
      const { code, syscall } = failure;
      return { outcome: "later", detail: inOwnWord("folder-closed", `${code}, ${syscall}`) };
    }
  },
});

async function putWhole(file: string, bytes: Buffer, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o750 });
  const beside = `${file}.${randomUUID()}.part`;
  try {
    await writeToDisk(beside, bytes, signal);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

async function writeToDisk(file: string, bytes: Buffer, signal: AbortSignal): Promise<void> {
  const handle = await open(file, "wx", 0o640);
  try {
    await handle.writeFile(bytes, { signal });
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** That a file has its name is on the disk once its folder is; where folders cannot be opened (Windows) the system sees to it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
