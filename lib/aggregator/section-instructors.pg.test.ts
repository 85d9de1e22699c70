import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { RouteHarness, sent } from "@/lib/runtime/testing/routes";

describe("who teaches a section", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, "2026-03-10T00:00:00Z");
  });
  afterAll(() => harness?.close());

  const defined = (instructors: string[], time: string) =>
    harness.happen(sent("section.defined", { section: "s", course: "c", term: "t", instructors }, time));
  const taught = async () => {
    const found = await test.database.owner.query("SELECT person FROM warehouse.bridge_section_instructor");
    return new Set(found.rows.map(({ person }) => person));
  };
  const people = async (...ids: string[]) => new Set(await Promise.all(ids.map((id) => harness.person(id))));

  it("SCOPE-1: is whoever its last definition names, and nobody whom an earlier one did", async () => {
    await defined(["kim", "lee"], "2026-02-01T00:00:00Z");
    expect(await taught()).toEqual(await people("kim", "lee"));
    await defined(["lee", "park"], "2026-02-02T00:00:00Z");
    expect(await taught()).toEqual(await people("lee", "park"));
    await defined(["kim"], "2026-02-01T12:00:00Z"); // late, and overtaken already
    expect(await taught()).toEqual(await people("lee", "park"));
    await defined([], "2026-02-03T00:00:00Z");
    expect(await taught()).toEqual(new Set());
  });
});
