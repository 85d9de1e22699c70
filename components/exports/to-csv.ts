import Papa from "papaparse";
import type { Fact, Sheet, SheetCell } from "./sheet";

/**
 * What a spreadsheet would run as a formula. Text that begins so gets an apostrophe before it; numbers are
 * numbers and stay as they are. Full-width signs count too: some programs take them for the plain ones.
 */
const formula = /^\s*[=+\-@\t\r\n＝＋－＠]/;

/** Spreadsheets take a file without it for one in the machine's old code page. */
const byteOrderMark = "\uFEFF";

const newline = "\r\n";

/**
 * RFC 4180, in UTF-8. Facts come first, each a record whose first field begins with `# `, so that programs
 * which know comments pass over them; all records have the same number of fields.
 */
export function toCsv(facts: readonly Fact[], sheet: Sheet): string {
  const width = Math.max(2, sheet.columns.length);
  const padded = (cells: readonly SheetCell[]) => [...cells, ...Array<null>(Math.max(0, width - cells.length)).fill(null)];
  const records = [...facts.map(({ name, text }) => [`# ${name}`, text]), sheet.columns, ...sheet.rows];
  return byteOrderMark + Papa.unparse(records.map(padded), { newline, escapeFormulae: formula }) + newline;
}
