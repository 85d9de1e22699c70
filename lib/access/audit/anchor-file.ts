import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import { type Anchor, anchorSchema } from "./anchor";

/** Where anchors are written besides the database; to be taken to another place, which nobody here can write to. */
export const anchorFileIn = (dataDirectory: string): string => join(dataDirectory, "audit", "anchors.ndjson");

export async function appendAnchor(file: string, anchor: Anchor): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, `${JSON.stringify(anchor)}\n`);
}

/** The anchors of a file, one a line. Throws bad-request where a line is none, not-found where there is no such file. */
export async function readAnchorFile(file: string): Promise<Anchor[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new BellwetherError("not-found", `${file} cannot be read.`, { field: "anchor", found: file }, { cause });
  });
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = anchorSchema.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    throw new BellwetherError("bad-request", `Line ${index + 1} of ${file} is no anchor.`, {
      field: "anchor",
      rule: "anchor",
      found: `line ${index + 1}`,
    });
  });
}

/** The same; none where there is no such file, as before the first or on another machine. */
export const readAnchorFileIfAny = (file: string): Promise<Anchor[]> =>
  readAnchorFile(file).catch((error: unknown) => (isBellwetherError(error) && error.code === "not-found" ? [] : Promise.reject(error)));

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // which is no anchor
  }
}
