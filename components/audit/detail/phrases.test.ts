import { describe, expect, it } from "vitest";
import { auditActions } from "@/lib/access/audit/audit-actions";
import { type PhraseId, phrases, phrasesFor } from "./phrases";

const detailOf = (fields: Record<string, unknown>) => Object.entries(fields).map(([name, value]) => ({ name, value }));
const names = (fields: readonly { name: string }[]) => fields.map(({ name }) => name);
const taken = (said: readonly PhraseId[]) => said.flatMap((id): string[] => [...phrases[id]]);

describe("what is said of an entry", () => {
  it("takes the fields that its kind has, and leaves the others to the table", () => {
    const { said, rest } = phrasesFor("grant.given", detailOf({ grant: "g", role: "dean", scope: { kind: "institution" }, endsAt: null }));
    expect(said).toEqual(["given"]);
    expect(names(rest)).toEqual(["grant"]);
  });

  it("an entry that lacks a field of a phrase, or is of no kind that is known, is shown by its fields", () => {
    expect(phrasesFor("grant.given", detailOf({ role: "dean" }))).toEqual({ said: [], rest: detailOf({ role: "dean" }) });
    expect(phrasesFor(null, detailOf({ role: "dean" }))).toEqual({ said: [], rest: detailOf({ role: "dean" }) });
  });

  it("tells a file of a figure from one of the audit, and one replayed event from many", () => {
    expect(phrasesFor("file.exported", detailOf({ format: "csv", rows: 3, what: "table" })).said).toEqual(["file"]);
    expect(phrasesFor("file.exported", detailOf({ format: "csv", rows: 3 })).said).toEqual(["entries"]);
    expect(phrasesFor("quarantine.replayed", detailOf({ mended: [], result: "accepted" })).said).toEqual(["result", "mended"]);
    expect(phrasesFor("quarantine.replayed", detailOf({ tried: 1, accepted: 1, duplicate: 0, rejected: 0 })).said).toEqual(["replayed"]);
  });

  it.each(auditActions)("%s: no field is lost, and none is said twice", (action) => {
    const every = detailOf(Object.fromEntries([...Object.values(phrases).flat(), "unheard-of"].map((name) => [name, 1])));
    const { said, rest } = phrasesFor(action, every);
    expect([...taken(said), ...names(rest)].sort()).toEqual(names(every).sort());
  });
});
