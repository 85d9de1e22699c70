import { createReadStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip, gzipSync } from "node:zlib";

/** Cuts the demo's real part out of the whole dataset: node scripts/make-oulad-slice.mjs DIR. */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("Name the folder of the dataset.");
const target = "data/oulad-slice";
mkdirSync(target, { recursive: true });
const keep = (row) => row.startsWith("AAA,2013J,") || row.startsWith("GGG,2013J,");
const clicks = (row) => row.startsWith("AAA,2013J,");
const assessments = new Set();

const lines = async (table, test) => {
  const kept = [];
  let head = true;
  for await (const line of createInterface({ input: createReadStream(join(directory, `${table}.csv.gz`)).pipe(createGunzip()) })) {
    if (head || test(line)) kept.push(line);
    head = false;
  }
  writeFileSync(join(target, `${table}.csv.gz`), gzipSync(`${kept.join("\n")}\n`, { level: 9 }));
  return kept;
};
await lines("courses", keep);
for (const row of await lines("assessments", keep)) assessments.add(row.split(",")[2]);
for (const table of ["studentInfo", "studentRegistration"]) await lines(table, keep);
await lines("vle", (row) => /^\d+,AAA,2013J,/.test(row));
await lines("studentVle", clicks);
await lines("studentAssessment", (row) => assessments.has(row.split(",")[0]));
