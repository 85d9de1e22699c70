import { small } from "./harness/campus";
import { collectFrames, objectsIn } from "./harness/frames";
import { expect, settled, test, tile } from "./harness/test";

/** 4 students in one meeting, one of them absent (harness/campus.ts): none of this may reach a viewer. */
const telling = [/75\.0%/, /(?<!\d)0\.75(?!\d)/]; // no part of a time of day

test("CELL-1: a viewer sees that a small section and unit are hidden, and gets no number of them", async ({ signIn }) => {
  const page = await signIn("viewer");
  await settled(page); // the overview's socket is open already: what is collected is of the pages below
  const frames = collectFrames(page);
  for (const path of [`/sections/${small.section}`, `/courses/${small.course}`, `/departments/${small.orgUnit}`]) {
    await page.goto(path);
    await settled(page);
    await expect(tile(page, "attendance-rate")).toContainText("Hidden: it could single out fewer than 10 students");
    await expect(tile(page, "attendance-rate")).not.toContainText(/\d+(\.\d+)?%/);
    await tile(page, "attendance-rate").getByRole("button", { name: "Why this number?" }).click();
    await expect(page.getByRole("dialog")).toContainText("Hidden: either the figure itself counts fewer than 10 students");
    await page.keyboard.press("Escape");
    const html = await page.content();
    for (const text of telling) expect(html).not.toMatch(text);
  }
  // All that these three pages show is of the same four students.
  // Coverage counts meetings, not students.
  const own = frames.flatMap((frame) => [...objectsIn(frame.body)]).filter((object) => object.kpi !== "attendance-coverage");
  expect(own.filter((object) => typeof object.value === "number" || (typeof object.n === "number" && object.n > 0))).toEqual([]);
  expect(own.some((object) => object.suppressed === true)).toBe(true);

  await page.goto("/departments/college-humanities");
  await settled(page);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: small.name, exact: true }) });
  await expect(row.first()).toContainText("hidden");
  await expect(row.first()).not.toContainText(/\d/);

  // Whatever is marked as hidden comes without numbers, and what is small is marked.
  const objects = frames.flatMap((frame) => [...objectsIn(frame.body)]);
  const hidden = objects.filter((object) => object.suppressed === true);
  expect(hidden.length).toBeGreaterThan(0);
  for (const { value, n, measures, scales } of hidden)
    expect([value, n, measures, scales]).toEqual([null, undefined, undefined, undefined]);
  const about = objects.filter((object) => [small.orgUnit, small.course, small.section].some((id) => object.key === id));
  expect(about.length).toBeGreaterThan(0);
  expect(about.filter((object) => object.suppressed !== true)).toEqual([]);
});

test("CELL-1: the API hides the small unit from a viewer, and at least one beside it", async ({ signIn }) => {
  const page = await signIn("viewer");
  const ask = async (query: string) => (await page.request.get(`/api/v1/kpis/attendance-rate?${query}`)).json();
  for (const query of [`section=${small.section}`, `course=${small.course}`, `orgUnit=${small.orgUnit}`]) {
    const answer = await ask(query);
    expect(answer).toMatchObject({ value: null, suppressed: true });
    expect(answer).not.toHaveProperty("n");
    expect(answer).not.toHaveProperty("measures");
  }
  const { groups } = await ask("orgUnit=college-humanities&groupBy=org_unit");
  const hidden = groups.filter((group: { suppressed: boolean }) => group.suppressed);
  expect(hidden.map((group: { key: string }) => group.key)).toContain(small.orgUnit);
  expect(hidden.length).toBeGreaterThan(1);
});

test("a viewer gets no students, by section or by person", async ({ signIn }) => {
  const admin = await signIn("admin");
  const { students } = await (await admin.request.get(`/api/internal/sections/${small.section}/students`)).json();
  expect(students).toHaveLength(4);
  const page = await signIn("viewer");
  expect((await page.request.get(`/api/internal/sections/${small.section}/students`)).status()).toBe(404);
  expect((await page.request.get(`/students/${students[0].student}`)).status()).toBe(404);
});
