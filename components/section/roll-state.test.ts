import { describe, expect, it } from "vitest";
import {
  beginSending,
  discard,
  isOvertaken,
  markOf,
  noteFailed,
  noteSaved,
  phaseOf,
  type RollState,
  type Row,
  sendAgain,
  setMark,
  setRest,
  untouched,
} from "./roll-state";

const at = (minute: string) => `2026-03-19T03:${minute}:00.000Z`;
const empty = (student: string): Row => ({ student, last: null, recordedAt: null });
const anna = empty("anna");
const boram: Row = { student: "boram", last: "absent", recordedAt: at("01") };
const rows = [anna, boram];
const shown = (state: RollState, these = rows) => these.map((row) => markOf(state, row));

describe("a roll as it is entered", () => {
  it("is a draft until it is sent, shown while it is on its way, and counted once the server tells it", () => {
    const draft = setMark(untouched, anna, "late");
    expect([phaseOf(draft, rows), shown(draft)]).toEqual(["draft", ["late", "absent"]]);
    const sent = beginSending(draft, "e1");
    expect([phaseOf(sent, rows), shown(sent)]).toEqual(["saving", ["late", "absent"]]);
    const saved = noteSaved(sent, "e1", at("05"));
    expect([phaseOf(saved, rows), shown(saved)]).toEqual(["saved", ["late", "absent"]]);
    const told = [{ student: "anna", last: "late" as const, recordedAt: at("05") }, boram];
    expect([phaseOf(saved, told), shown(saved, told)]).toEqual(["counted", ["late", "absent"]]);
  });

  it("is counted too where somebody else was later, and then shows their mark", () => {
    const saved = noteSaved(beginSending(setMark(untouched, anna, "late"), "e1"), "e1", at("05"));
    const told = [{ student: "anna", last: "excused" as const, recordedAt: at("06") }, boram];
    expect([phaseOf(saved, told), shown(saved, told)]).toEqual(["counted", ["excused", "absent"]]);
  });

  it("setting what holds already is no draft, and neither is setting it back", () => {
    expect(setMark(untouched, boram, "absent").drafts.size).toBe(0);
    expect(setMark(setMark(untouched, boram, "late"), boram, "absent").drafts.size).toBe(0);
  });

  it("marks the rest, and nobody who has a mark or a draft", () => {
    const rest = setRest(setMark(untouched, anna, "late"), [...rows, empty("chan")], "present");
    expect([...rest.drafts].map(([student, { mark }]) => [student, mark])).toEqual([
      ["anna", "late"],
      ["chan", "present"],
    ]);
  });

  it("what failed is kept and sent again as the same entry", () => {
    const failed = noteFailed(beginSending(setMark(untouched, anna, "late"), "e1"), "e1", "unreachable");
    expect([phaseOf(failed, rows), shown(failed)]).toEqual(["failed", ["late", "absent"]]);
    const again = sendAgain(failed, "e1");
    expect(again.sent.map((one) => [one.entry, one.phase, one.problem])).toEqual([["e1", "saving", null]]);
  });

  it("a mark that is set after a failure takes what failed along into another entry", () => {
    const failed = noteFailed(beginSending(setMark(untouched, anna, "late"), "e1"), "e1", "taken");
    const draft = setMark(failed, boram, "excused");
    expect([phaseOf(draft, rows), shown(draft), draft.sent]).toEqual(["draft", ["late", "excused"], []]);
  });

  it("discarding forgets drafts and failures, not what is saved", () => {
    const saved = noteSaved(beginSending(setMark(untouched, anna, "late"), "e1"), "e1", at("05"));
    const more = discard(noteFailed(beginSending(setMark(saved, boram, "late"), "e2"), "e2", "busy"));
    expect([shown(more), more.sent.map((one) => one.entry)]).toEqual([["late", "absent"], ["e1"]]);
  });

  it("a draft is overtaken where somebody else recorded the row meanwhile, and not by one's own entry", () => {
    const draft = setMark(untouched, boram, "excused");
    expect(isOvertaken(draft, boram)).toBe(false);
    expect(isOvertaken(draft, { ...boram, last: "late", recordedAt: at("09") })).toBe(true);
    const twice = setMark(noteSaved(beginSending(draft, "e1"), "e1", at("05")), { ...boram, recordedAt: at("01") }, "present");
    expect(isOvertaken(twice, { ...boram, last: "excused", recordedAt: at("05") })).toBe(false);
  });
});
