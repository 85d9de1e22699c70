import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "@/lib/platform/testing/temporary-folder";
import { lastCheckpoint } from "./last-checkpoint";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(temporaryFolder(), "checkpoints-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function keep(name: string, ...files: string[]): void {
  const path = join(folder, "d169cccb7217eca1310cd1d62302da72", name);
  mkdirSync(path, { recursive: true });
  for (const file of files) writeFileSync(join(path, file), "");
}

it("is the one with the greatest number that was finished", async () => {
  keep("chk-9", "_metadata");
  keep("chk-10", "_metadata", "state");
  keep("chk-11", "state"); // was under way
  keep("shared", "state");
  expect(await lastCheckpoint(`file://${folder}`)).toEqual({
    kind: "found",
    path: `file://${folder}/d169cccb7217eca1310cd1d62302da72/chk-10`,
  });
});

it("is none where none was finished, and unseen where the folder is not here", async () => {
  keep("chk-1", "state");
  expect(await lastCheckpoint(`file://${folder}`)).toEqual({ kind: "none" });
  expect(await lastCheckpoint(`file://${folder}/away`)).toEqual({ kind: "unseen" });
  expect(await lastCheckpoint("s3://bellwether/checkpoints")).toEqual({ kind: "unseen" });
});
