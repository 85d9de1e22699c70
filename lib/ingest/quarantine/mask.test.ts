import { describe, expect, it } from "vitest";
import { campusEventTypes, contractTraits } from "@/lib/contracts/campus-events";
import { exampleEvent } from "@/lib/contracts/examples";
import { maskBody } from "./mask";
import type { MaskedField } from "./shapes";

const fieldsOf = (body: unknown): MaskedField[] => {
  const masked = maskBody(JSON.stringify(body));
  return masked.kind === "event" ? masked.fields : [];
};
const at = (fields: readonly MaskedField[], path: string) => fields.find((field) => field.path.join(".") === path);

describe("a quarantined body as an engineer sees it", () => {
  it.each(campusEventTypes)("PII-1: %s: no person and no sealed text of its contract is shown", (type) => {
    const event = exampleEvent(type);
    const { persons, sealed } = contractTraits[type];
    const fields = fieldsOf(event);
    for (const name of [...persons, ...sealed].filter((field) => field in event.data)) {
      expect(at(fields, `data.${name}`)).toMatchObject({ hidden: true, why: persons.includes(name) ? "person" : "sealed" });
    }
    const shown = JSON.stringify(fields);
    for (const secret of ["s-9", "i-7", "Kim Haneul", "haneul@", "Asked for help"]) expect(shown).not.toContain(secret);
    for (const name of Object.keys(event.data).filter((field) => !persons.includes(field) && !sealed.includes(field)))
      expect(at(fields, `data.${name}`), name).toMatchObject({ hidden: false });
  });

  it("PII-1: what no contract describes is hidden, in data and envelope, and all of it where the type is unknown", () => {
    const roll = exampleEvent("attendance.recorded");
    const odd = fieldsOf({ ...roll, studentname: "Kim", data: { ...roll.data, note: "Kim", status: { who: "Kim" }, meeting: ["Kim"] } });
    expect(at(odd, "studentname")).toMatchObject({ hidden: true, why: "unknown", kind: "text", size: 3 });
    expect(at(odd, "data.note")).toMatchObject({ hidden: true, why: "unknown" });
    expect(at(odd, "data.status")).toMatchObject({ hidden: true, why: "shape", kind: "object", size: 1 });
    expect(at(odd, "data.meeting")).toMatchObject({ hidden: true, why: "shape", kind: "list" });
    for (const type of ["attendance.taken", 7, null]) {
      const unknown = fieldsOf({ ...roll, type });
      for (const name of ["meeting", "student", "status"]) expect(at(unknown, `data.${name}`)).toMatchObject({ hidden: true });
    }
    expect(JSON.stringify(odd)).not.toContain("Kim");
  });

  it("PII-1: a person's id is hidden as a number too, without its digits", () => {
    const roll = exampleEvent("attendance.recorded");
    expect(at(fieldsOf({ ...roll, data: { ...roll.data, student: 20_261_234 } }), "data.student")).toEqual({
      path: ["data", "student"],
      present: true,
      hidden: true,
      why: "person",
      kind: "number",
      size: 0,
    });
  });

  it("says of a long text that it is the beginning of one, and how long that is", () => {
    const fieldOf = (title: string) => at(fieldsOf({ ...exampleEvent("course.defined"), data: { title } }), "data.title");
    expect(fieldOf("x".repeat(501))).toEqual({
      path: ["data", "title"],
      present: true,
      hidden: false,
      value: "x".repeat(500),
      beginningOf: 501,
    });
    expect(fieldOf("x".repeat(500))).not.toHaveProperty("beginningOf");
  });

  it("says what the contract asks for and the event lacks", () => {
    const { data: _, ...roll } = exampleEvent("attendance.recorded");
    expect(at(fieldsOf(roll), "data")).toEqual({ path: ["data"], present: false, required: true });
    const fields = fieldsOf({ ...roll, data: { meeting: "m" } });
    expect(at(fields, "data.status")).toMatchObject({ present: false, required: true });
    expect(at(fields, "recordedtime")).toMatchObject({ present: false, required: false });
    expect(at(fieldsOf({ ...exampleEvent("section.defined"), data: {} }), "data.mode")).toMatchObject({ present: false, required: false });
  });

  it("PII-1: what is no JSON object shows its size and its shape, without letters and digits of any script", () => {
    expect(maskBody('{"student":"김민준 20261234')).toEqual({ kind: "unreadable", size: 24, start: '{"xxxxxxx":"xxx 00000000' });
    expect(maskBody("[1,2]")).toEqual({ kind: "unreadable", size: 5, start: "[0,0]" });
    expect(maskBody("é".repeat(500))).toMatchObject({ size: 500, start: "x".repeat(120) });
  });
});
