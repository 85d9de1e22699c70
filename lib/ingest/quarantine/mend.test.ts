import { describe, expect, it } from "vitest";
import { applyMend, asItIs, type Edit, mendedPaths, mendSchema } from "./mend";

const body = '{"id":"a","type":"t","data":{"student":20261234,"status":"prezent"}}';
const edited = (...edits: Edit[]) => applyMend(body, { kind: "fields", edits });

describe("mending a body", () => {
  it("leaves it as it came where nothing is mended, letter by letter", () => {
    expect(applyMend('{ "a":1.0 }', asItIs)).toBe('{ "a":1.0 }');
  });

  it("sets, removes and takes as text, and keeps what is not named", () => {
    expect(JSON.parse(edited({ action: "set", path: ["data", "status"], value: "present" }))).toEqual({
      id: "a",
      type: "t",
      data: { student: 20_261_234, status: "present" },
    });
    expect(JSON.parse(edited({ action: "as-text", path: ["data", "student"] }))).toMatchObject({ data: { student: "20261234" } });
    expect(JSON.parse(edited({ action: "remove", path: ["id"] }))).toEqual({ type: "t", data: { student: 20_261_234, status: "prezent" } });
    expect(JSON.parse(applyMend('{"id":"a"}', { kind: "fields", edits: [{ action: "set", path: ["data", "x"], value: 1 }] }))).toEqual({
      id: "a",
      data: { x: 1 },
    });
  });

  it("a member named like one of every object's own is a member", () => {
    const mended = edited({ action: "set", path: ["__proto__"], value: { polluted: true } });
    expect(mended).toContain('"__proto__":{"polluted":true}');
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("refuses what it cannot mend by name", () => {
    for (const broken of ["{", "[]", "7", "null", `${"[".repeat(9_000)}${"]".repeat(9_000)}`, '{"data":'.repeat(40) + 1 + "}".repeat(40)]) {
      const mend = () => applyMend(broken, { kind: "fields", edits: [{ action: "remove", path: ["id"] }] });
      expect(mend).toThrow(expect.objectContaining({ code: "bad-request", facts: { field: "mend", rule: "type" } }));
    }
    for (const value of ["9007199254740993", "[]", "{}", "null"]) {
      const mend = () =>
        applyMend(`{"data":{"student":${value}}}`, { kind: "fields", edits: [{ action: "as-text", path: ["data", "student"] }] });
      expect(mend, value).toThrow(expect.objectContaining({ code: "bad-request" }));
    }
    expect(mendSchema.safeParse({ kind: "fields", edits: [{ action: "set", path: ["data", "a", "b"], value: 1 }] }).success).toBe(false);
    expect(mendSchema.safeParse({ kind: "whole", body: "x".repeat(65_537) }).success).toBe(false);
  });

  it("tells the audit which fields, never what", () => {
    expect(mendedPaths({ kind: "fields", edits: [{ action: "set", path: ["data", "status"], value: "secret" }] })).toEqual(["data.status"]);
    expect(mendedPaths({ kind: "whole", body: "secret" })).toEqual(["*"]);
  });
});
