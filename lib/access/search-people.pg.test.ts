import { beforeAll, describe, expect, it } from "vitest";
import { enrolled, roster } from "@/lib/kpis/testing/campus";
import { Institution, on } from "@/lib/kpis/testing/institution";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import type { Principal, UserPrincipal } from "./principal";
import { searchPeople } from "./search-people";

const named = (person: string, name: string) => on("2025-02-01", "person.defined", { person, name, kind: "student" });

/** ana and ben (advised by cho) sit in algo-1, which kim teaches; eve in poetry-1; dan is called as ana is. */
describe("searchPeople", () => {
  const test = useTestDatabase();
  let campus: Institution;
  let vault: Vault;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      ...roster,
      named("ana", "김아나 Kim Ana"),
      named("ben", "이벤 Lee Ben"),
      named("dan", "김단 Kim Dan"),
      named("eve", "박이브 Park Eve"),
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "ben"),
      enrolled("circuits-1", "dan"),
      enrolled("poetry-1", "eve"),
    );
    vault = await Vault.open(test.database, testVaultKey);
  });

  const search = async (principal: Principal, text: string, most?: number) => {
    if (principal.kind !== "user") throw new Error("Users search.");
    const user: UserPrincipal = principal;
    const { by, found } = await searchPeople({ database: test.database, vault }, user, text, most);
    return { by, ids: found.map((person) => person.id).sort() };
  };
  const audits = async () => {
    const rows = await test.database.owner.query<{ actor: string; action: string; detail: unknown }>(
      "SELECT actor, action, detail FROM app.audit ORDER BY id",
    );
    return rows.rows;
  };

  it("finds by name in either script, whatever the case and the form of Hangul, and by number", async () => {
    expect(await search(campus.admin, "kim")).toEqual({ by: "names", ids: ["ana", "dan"] });
    expect(await search(campus.admin, "김아")).toEqual({ by: "names", ids: ["ana"] });
    expect(await search(campus.admin, "김아".normalize("NFD"))).toEqual({ by: "names", ids: ["ana"] });
    expect(await search(campus.admin, "EVE")).toEqual({ by: "names", ids: ["eve"] });
    expect(await search(campus.admin, "k")).toEqual({ by: "nothing", ids: [] });
    expect(await search(campus.admin, "%")).toEqual({ by: "nothing", ids: [] });
  });

  it("SCOPE-1: nobody outside of the reader's students is found, by name or by number", async () => {
    expect(await search(await campus.bound("faculty", "kim"), "kim")).toEqual({ by: "names", ids: ["ana"] });
    expect(await search(await campus.bound("faculty", "kim"), "dan")).toEqual({ by: "names", ids: [] });
    expect(await search(campus.dean("hum"), "kim")).toEqual({ by: "names", ids: [] });
    expect(await search(campus.viewer, "kim")).toEqual({ by: "nothing", ids: [] });
    expect(await search(campus.dean("eng"), "eve", 1)).toEqual({ by: "numbers", ids: [] });
  });

  it("among more students than are opened for a search, the whole number finds, and a name does not", async () => {
    expect(await search(campus.admin, "kim", 3)).toEqual({ by: "numbers", ids: [] });
    expect(await search(campus.admin, " dan ", 3)).toEqual({ by: "numbers", ids: ["dan"] });
    expect(await search(campus.admin, "da", 3)).toEqual({ by: "numbers", ids: [] });
  });

  it("PII-1: each search is recorded with its counts, and without what was typed or found", async () => {
    const before = (await audits()).length;
    await search(campus.dean("eng"), "kim");
    const [recorded] = (await audits()).slice(before);
    expect(recorded).toEqual({
      actor: "user:00000000-0000-4000-8000-0000000000f1",
      action: "people.searched",
      detail: { people: 2, among: expect.any(Number) },
    });
    expect(JSON.stringify(recorded)).not.toContain("kim");
  });
});
