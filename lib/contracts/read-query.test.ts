import { describe, expect, it } from "vitest";
import { auditFilterSchema } from "@/lib/access/audit/audit-filter";
import { askedFilterSchema } from "@/lib/ingest/quarantine/asked-filter";
import { isBellwetherError } from "@/lib/platform/errors";
import { archiveFilterSchema } from "@/lib/reports/archive/archive-filter";
import { readQuery } from "./read-query";

const lists = { audit: auditFilterSchema, archive: archiveFilterSchema, quarantine: askedFilterSchema };
const read = (list: keyof typeof lists, query: string) => readQuery(new Request(`http://localhost/list?${query}`), lists[list]);
const refusal = (list: keyof typeof lists, query: string) => {
  try {
    return read(list, query);
  } catch (error) {
    return isBellwetherError(error) ? { code: error.code, ...error.facts } : error;
  }
};

describe("parameters of a list", () => {
  it("are taken as they are", () => {
    for (const list of ["audit", "archive", "quarantine"] as const)
      expect(read(list, "from=2026-03-01&to=2026-03-31")).toEqual({ from: "2026-03-01", to: "2026-03-31" });
    expect(read("archive", "")).toEqual({});
  });

  it.each(["audit", "archive", "quarantine"] as const)("of the %s are refused by their name, with what there is", (list) => {
    for (const name of ["x", "__proto__", "toString"])
      expect(refusal(list, `from=2026-03-01&${name}=1`)).toMatchObject({
        code: "bad-request",
        field: name,
        rule: "unknown-parameter",
        found: "1",
        allowed: expect.arrayContaining(["from", "to"]),
      });
    expect(refusal(list, "from=2026-03-01&from=2026-03-02")).toMatchObject({ field: "from", rule: "once" });
    expect(refusal(list, "from=0000-01-01")).toMatchObject({ field: "from", rule: "date", found: "0000-01-01" });
  });

  it("are refused where the database could not hold them, or they are none of those there are", () => {
    expect(refusal("quarantine", "source=%00")).toMatchObject({ code: "bad-request", field: "source" });
    expect(refusal("archive", "report=%00")).toMatchObject({ code: "bad-request", field: "report" });
    expect(refusal("archive", "state=lost")).toMatchObject({ field: "state", rule: "enum", found: "lost" });
    expect(refusal("audit", "person=ana")).toMatchObject({ field: "person", rule: "format", found: "ana" });
  });
});
