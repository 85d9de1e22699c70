import { beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/access/principal";
import { withScopedRead } from "@/lib/access/scoped-read";
import { enrolled, roster } from "@/lib/kpis/testing/campus";
import { Institution } from "@/lib/kpis/testing/institution";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { listPrograms } from "./list-programs";
import { namePlaces } from "./name-places";
import { searchPlaces } from "./search-places";

describe("places by name", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(...roster, enrolled("algo-1", "ana"), enrolled("poetry-1", "eve"));
  });

  const search = (principal: Principal, text: string, korean = false) =>
    withScopedRead(test.database, principal.scope, async (read) =>
      (await searchPlaces(read, text, korean)).map(({ kind, id, name }) => `${kind}/${id} ${name}`),
    );

  it("finds units, courses and sections by id or name, what begins so first, later terms before earlier ones", async () => {
    expect(await search(campus.admin, "algo")).toEqual([
      "courses/algo Algorithms",
      "sections/algo-1 Algorithms",
      "sections/algo-2 Algorithms",
      "sections/algo-25 Algorithms",
    ]);
    expect(await search(campus.admin, "c")).toContain("departments/cs CS");
    expect(await search(campus.admin, "E")).toEqual(expect.arrayContaining(["departments/ee EE", "courses/poetry Poetry"]));
  });

  it("finds a unit by its Korean name in either language, and calls it by the reader's", async () => {
    expect(await search(campus.admin, "컴퓨터")).toEqual(["departments/cs CS"]);
    expect(await search(campus.admin, "컴퓨터", true)).toEqual(["departments/cs 컴퓨터학과"]);
    expect(await search(campus.admin, "cs", true)).toContain("departments/cs 컴퓨터학과");
  });

  it("SCOPE-1: finds nothing outside of the scope", async () => {
    expect(await search(campus.dean("hum"), "o")).toEqual(["courses/poetry Poetry", "sections/poetry-1 Poetry"]);
    expect(await search(await campus.bound("faculty", "lee"), "1")).toEqual(["sections/circuits-1 Circuits"]);
    expect(await search(campus.reader(), "a")).toEqual([]);
  });

  it("takes signs of a pattern for what they are", async () => {
    for (const text of ["%", "_", "\\", "'"]) expect(await search(campus.admin, text), text).toEqual([]);
  });

  it("names places by their ids, and leaves out what is not the reader's", async () => {
    const asked = [
      { kind: "sections", id: "algo-1" },
      { kind: "departments", id: "cs" },
      { kind: "courses", id: "poetry" },
      { kind: "courses", id: "nothing" },
    ] as const;
    const named = (principal: Principal) => withScopedRead(test.database, principal.scope, (read) => namePlaces(read, asked, true));
    expect((await named(campus.admin)).map(({ name }) => name)).toEqual(["Algorithms", "컴퓨터학과", "Poetry"]);
    expect((await named(campus.dean("eng"))).map(({ name }) => name)).toEqual(["Algorithms", "컴퓨터학과"]);
    expect(await named(campus.reader())).toEqual([]);
  });

  it("SCOPE-1: programs are those in scope", async () => {
    const programs = (principal: Principal) =>
      withScopedRead(test.database, principal.scope, async (read) => (await listPrograms(read)).map(({ id }) => id));
    expect(await programs(campus.admin)).toEqual(["p-cs", "p-ee", "p-hist"]);
    expect(await programs(campus.dean("cs"))).toContain("p-cs");
    expect(await programs(campus.dean("cs"))).not.toContain("p-hist");
    expect(await programs(campus.reader())).toEqual([]);
  });
});
