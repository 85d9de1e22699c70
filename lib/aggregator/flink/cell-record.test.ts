import { describe, expect, it } from "vitest";
import { readCell } from "./cell-record";

const key = (fields: object) => Buffer.from(JSON.stringify(fields));
const section = { cell: "cell_attendance_section", term_key: 1, section_key: 7 };
const marks = '{"present":3,"late":0,"absent":1,"excused":0}';

describe("records of the topic of cells", () => {
  it("are read as they were written, so that sums keep their digits", () => {
    expect(readCell({ offset: 4n, key: key(section), value: Buffer.from(marks) })).toEqual({
      offset: 4n,
      table: "cell_attendance_section",
      key: JSON.stringify(section),
      value: marks,
    });
    expect(readCell({ offset: 5n, key: key(section), value: null })).toMatchObject({ table: "cell_attendance_section", value: null });
  });

  it.each([
    ["no JSON", Buffer.from("{"), marks],
    ["nothing", null, marks],
    ["a table that is no cell", key({ cell: "feed_head", position: 1 }), marks],
    ["a cell of a single student, which is the aggregator's", key({ cell: "cell_attendance_student", term_key: 1 }), marks],
    ["a key that lacks a column", key({ cell: "cell_attendance_section", term_key: 1 }), marks],
    ["a key that is no value", key({ ...section, term_key: { a: 1 } }), marks],
    ["a value that lacks a measure", key(section), '{"present":3}'],
    ["a value that is text", key(section), '{"present":"3; DROP","late":0,"absent":1,"excused":0}'],
    ["a value that is none", key(section), "x"],
  ])("stop nobody: %s", (_, given, value) => {
    expect(readCell({ offset: 1n, key: given, value: Buffer.from(value) })).toEqual({ offset: 1n, table: null });
  });
});
