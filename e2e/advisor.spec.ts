import type { Page } from "@playwright/test";
import { violationsOf } from "./harness/axe";
import { currentTerm, sectionsOfStudent } from "./harness/campus";
import { bellwether } from "./harness/running-server";
import { expect, settled, test } from "./harness/test";
import { send } from "./harness/world";

const listOf = (page: Page) => page.getByRole("region", { name: "My students" });
const rowOf = (page: Page, name: string) =>
  listOf(page)
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name, exact: true }) });

const at = (id: string, type: string, time: string, data: Record<string, unknown>) => ({
  specversion: "1.0" as const,
  id,
  source: "urn:e2e:advising",
  type,
  time,
  data,
});

test("whom to call first: who goes past the limit comes on top of an open list, without a reload", async ({ signIn, campus, world }) => {
  const names = campus.students.map((student) => student.name);
  const student = campus.students.find(
    ({ advisor, name, id }) =>
      advisor === "i-002" && names.indexOf(name) === names.lastIndexOf(name) && sectionsOfStudent(campus, id).length > 0,
  );
  const [section] = student === undefined ? [] : sectionsOfStudent(campus, student.id);
  if (student === undefined || section === undefined) throw new Error("The advisor advises nobody who studies.");
  const page = await signIn("advisor");
  await expect(rowOf(page, student.name)).toBeVisible();
  await settled(page);
  await page.evaluate(() => Reflect.set(window, "stillHere", true));

  const term = currentTerm(campus);
  // Nine absences: of 32 meetings eight may be missed.
  const events = Array.from({ length: 9 }, (_, index) => {
    const meeting = `advising-${section.id}-${index}`;
    const startsAt = `${term.startsOn}T0${index}:30:00+09:00`;
    return [
      at(`m-${meeting}`, "meeting.changed", startsAt, { meeting, section: section.id, startsAt, status: "held" }),
      at(`a-${meeting}`, "attendance.recorded", startsAt, { meeting, student: student.id, status: "absent" }),
    ];
  }).flat();
  await send(world, events);
  const row = rowOf(page, student.name);
  await expect(row).toContainText("Over the limit");
  await expect(listOf(page).getByRole("row").nth(1)).toContainText(student.name);
  expect(await page.evaluate(() => Reflect.get(window, "stillHere"))).toBe(true);

  await row.getByRole("button", { name: "Note a contact" }).click();
  const form = page.getByRole("form", { name: `Note a contact with ${student.name}` });
  await form.getByLabel("How").selectOption("conversation");
  await form.getByLabel("What was said").fill("Was ill.\nComes back on Monday.");
  expect(await violationsOf(page)).toEqual([]);
  await form.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Conversation · Demo Advisor");
  await expect(row).toContainText("Comes back on Monday.");
  await page.reload();
  await expect(row).toContainText("Comes back on Monday.");
  expect(await violationsOf(page)).toEqual([]);

  await row.getByRole("link", { name: student.name, exact: true }).click();
  const contacts = page.getByRole("region", { name: "Contacts" });
  await expect(contacts).toContainText("Was ill.");
  await expect(contacts).toContainText("Demo Advisor");
  expect(await violationsOf(page)).toEqual([]);

  // It is in nobody's database in the clear.
  const told = await bellwether(world, "verify");
  expect(told).toContain("0 differ");
});

test("a student's page follows what is recorded, and takes a note of who may see the student", async ({ signIn, campus, world }) => {
  const student = campus.students.find(({ advisor, id }) => advisor === "i-002" && sectionsOfStudent(campus, id).length > 0);
  const [section] = student === undefined ? [] : sectionsOfStudent(campus, student.id);
  if (student === undefined || section === undefined) throw new Error("The advisor advises nobody who studies.");
  const page = await signIn("advisor");
  await rowOf(page, student.name).getByRole("link", { name: student.name, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(student.name);
  await settled(page);
  const term = currentTerm(campus);
  const assessment = `live-${section.id}`;
  const time = `${term.startsOn}T09:00:00+09:00`;
  await send(world, [
    at(`as-${assessment}`, "assessment.defined", time, { assessment, section: section.id, title: "Spot test", weight: 10, maxScore: 50 }),
    at(`sc-${assessment}`, "score.recorded", time, { assessment, student: student.id, score: 21 }),
  ]);
  await expect(page.getByRole("region", { name: "Scores" })).toContainText("21 of 50");

  const contacts = page.getByRole("region", { name: "Contacts" });
  await contacts.getByRole("button", { name: "Note a contact" }).click();
  await contacts.getByLabel("What was said").fill("Sent the reading list.");
  await contacts.getByRole("button", { name: "Save" }).click();
  await expect(contacts.getByRole("listitem").first()).toContainText("Sent the reading list.");
  await page.reload();
  await expect(contacts.getByRole("listitem").first()).toContainText("Demo Advisor");
});
