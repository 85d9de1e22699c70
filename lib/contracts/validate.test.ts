import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { campusEventTypes } from "./campus-events";
import { validate } from "./validate";
import { parseInstant } from "./values";

const roll = {
  specversion: "1.0",
  id: "a-17",
  source: "urn:sis:demo",
  type: "attendance.recorded",
  time: "2026-03-09T09:02:11+09:00",
  recordedtime: "2026-03-09T09:15:00+09:00",
  dataschema: "urn:bellwether:attendance.recorded:1",
  data: { meeting: "m-204", student: "s-9", status: "late" },
};
const errorsOf = (event: unknown) => {
  const result = validate(event);
  return result.ok ? [] : result.errors;
};

describe("contracts", () => {
  it("takes the event of the interface and cuts its times to UTC milliseconds", () => {
    expect(validate({ ...roll, time: "2026-03-09T09:02:11.1239+09:00" })).toEqual({
      ok: true,
      event: {
        id: "a-17",
        source: "urn:sis:demo",
        type: "attendance.recorded",
        schemaVersion: 1,
        occurredAt: "2026-03-09T00:02:11.123Z",
        recordedAt: "2026-03-09T00:15:00.000Z",
        data: roll.data,
      },
    });
  });

  it.each([
    ["an unknown status", { ...roll, data: { ...roll.data, status: "prezent" } }, "data.status", "enum", "prezent"],
    ["a missing student", { ...roll, data: { meeting: "m", status: "late" } }, "data.student", "required", undefined],
    ["a number for an id", { ...roll, data: { ...roll.data, student: 9 } }, "data.student", "type", 9],
    ["no time", { ...roll, time: undefined }, "time", "required", undefined],
    ["a time without offset", { ...roll, time: "2026-03-09T09:02:11" }, "time", "date-time", "2026-03-09T09:02:11"],
    ["a day that is none", { ...roll, time: "2026-02-30T09:02:11Z" }, "time", "date-time", "2026-02-30T09:02:11Z"],
    ["an empty id", { ...roll, id: "" }, "id", "min", ""],
    ["another version of CloudEvents", { ...roll, specversion: "0.3" }, "specversion", "enum", "0.3"],
    ["an unknown type", { ...roll, type: "attendance.guessed" }, "type", "unknown-type", "attendance.guessed"],
    [
      "a later contract",
      { ...roll, dataschema: "urn:bellwether:attendance.recorded:2" },
      "dataschema",
      "unknown-version",
      "urn:bellwether:attendance.recorded:2",
    ],
    ["a NUL", { ...roll, data: { ...roll.data, student: "s\u0000" } }, "data.student", "text", "s\u0000"],
    ["a lone surrogate", { ...roll, id: "a\ud800" }, "id", "text", "a\ud800"],
  ])("names field, rule and what was found: %s", (_, event, path, rule, found) => {
    expect(errorsOf(event)[0]).toMatchObject({ path, rule, ...(found === undefined ? {} : { found }) });
  });

  it("refuses what nests too deep", () => {
    let deep: unknown = {};
    for (let level = 0; level < 50; level += 1) deep = { deep };
    expect(errorsOf({ ...roll, data: { ...roll.data, extra: deep } })[0]).toMatchObject({ rule: "too-deep" });
  });

  it("takes null for what is absent", () => {
    const activity = { ...roll, type: "activity.observed", dataschema: null, recordedtime: null, data: { student: "s-9", kind: "view" } };
    const filled = { ok: true, event: { data: { student: "s-9", section: null, kind: "view", count: 1 } } };
    expect(validate(activity)).toMatchObject(filled);
    expect(validate({ ...activity, data: { ...activity.data, section: null, count: null } })).toMatchObject(filled);
  });

  it("keeps nothing that no contract describes", () => {
    const result = validate({ ...roll, data: { ...roll.data, diagnosis: "private" } });
    expect(JSON.stringify(result)).not.toContain("private");
    expect(result.ok).toBe(true);
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...campusEventTypes), fc.jsonValue(), (whole, type, data) => {
        validate(whole);
        const result = validate({ ...roll, type, data });
        if (!result.ok) expect(result.errors.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it("reads instants as Date does, where both take them", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("1900-01-02"), max: new Date("2199-12-30"), noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});
