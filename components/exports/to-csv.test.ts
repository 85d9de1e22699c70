import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCsv } from "./to-csv";

const read = (csv: string): string[][] => parse(csv, { bom: true });

describe("toCsv", () => {
  it("is read back as it was: facts, columns, rows; numbers keep every digit, and nothing is an empty cell", () => {
    const csv = toCsv([{ name: "Title", text: 'Attendance, "by week"' }], {
      columns: ["week", "value", "suppressed"],
      rows: [
        ["2026-W11", 0.912345678901234, false],
        ["2026-W12", null, true],
      ],
    });
    expect(csv.startsWith("\uFEFF# Title,")).toBe(true);
    expect(csv).toContain("\r\n");
    expect(read(csv)).toEqual([
      ["# Title", 'Attendance, "by week"', ""],
      ["week", "value", "suppressed"],
      ["2026-W11", "0.912345678901234", "false"],
      ["2026-W12", "", "true"],
    ]);
  });

  it("guards text that a spreadsheet would run, and leaves numbers alone", () => {
    const texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "a=1", "-"];
    const rows = read(toCsv([], { columns: ["text", "number"], rows: texts.map((text) => [text, -1.5]) })).slice(1);
    expect(rows.map(([text]) => text)).toEqual(texts.map((text) => (text === "a=1" ? text : `'${text}`)));
    expect(new Set(rows.map(([, number]) => number))).toEqual(new Set(["-1.5"]));
  });

  it("guards facts as it guards cells", () => {
    const csv = toCsv([{ name: "Where", text: "=HYPERLINK(1)" }], { columns: ["a"], rows: [] });
    expect(read(csv)[0]).toEqual(["# Where", "'=HYPERLINK(1)"]);
  });

  it("whatever the text, every record has as many fields, and no field begins as a formula does", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: "grapheme" }), fc.string(), fc.double({ noNaN: true }))), (rows) => {
        const records = read(toCsv([], { columns: ["a", "b", "c"], rows })).slice(1);
        expect(records.map((record) => record.length)).toEqual(rows.map(() => 3));
        for (const [index, [a, b, number]] of records.entries()) {
          expect(Number(number)).toBe(Number(String(rows[index]?.[2])));
          for (const text of [a, b]) expect(text).not.toMatch(/^[=+\-@\t\r]/);
        }
      }),
    );
  });
});
