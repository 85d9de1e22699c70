import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { ViewQuery } from "../protocol";
import { campus, event, happen, studentOf } from "../testing/campus";
import { LiveProcess } from "../testing/live-process";

describe("EXACT-3: a view of one year of study", () => {
  const test = useTestDatabase();
  let web: LiveProcess;

  beforeAll(async () => {
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database);
  });
  afterAll(() => web.close());

  it("follows a student who changes the year, though no fact of theirs does", async () => {
    const admin = await web.signIn("admin", { kind: "institution" });
    const viewer = await web.connect(admin);
    const view: ViewQuery = { kpi: "course-withdrawal-rate", term: "t", yearOfStudy: "2" };
    const first = await viewer.subscribe("second-years", view);
    expect(first.answer).toMatchObject({ n: 0, measures: { registered: 0 } });
    await happen(test.database, event("student.defined", { student: studentOf("mine", 3), program: "p-mine", yearOfStudy: 2 }));
    const delta = await viewer.next("delta", "second-years");
    expect(delta.head).toMatchObject({ n: 1, measures: { registered: 1 } });
  });
});
