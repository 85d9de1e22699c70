import { createReadStream, existsSync } from "node:fs";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { BellwetherError } from "@/lib/platform/errors";

/** Rows of one table of the Open University Learning Analytics Dataset, gzip or plain. */
export async function* readTable(directory: string, table: string): AsyncGenerator<Record<string, string>> {
  const packed = join(directory, `${table}.csv.gz`);
  const plain = join(directory, `${table}.csv`);
  const path = existsSync(packed) ? packed : plain;
  if (!existsSync(path))
    throw new BellwetherError("bad-request", `${table}.csv(.gz) is missing in ${directory}.`, { field: "DIR", found: directory });
  const file = createReadStream(path);
  const text = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  yield* text.pipe(parse({ columns: true, trim: true, relax_column_count: true }));
}
