import type { APIResponse, Page } from "@playwright/test";
import { z } from "zod";
import { saidBy as textSaidBy } from "@/lib/runtime/testing/access/said-by";
import { attendanceOf, type Roll, sectionsNow } from "./harness/attendance";
import { correction, currentTerm, sectionOf } from "./harness/campus";
import { LiveClient } from "./harness/live-client";
import { bellwether } from "./harness/running-server";
import { expect, test } from "./harness/test";
import { send } from "./harness/world";

/** A lecturer of Computer Science against a section of History: unknown and forbidden must be alike (SCOPE-1). */
const unknown = "no-such-thing";

const cookieOf = async (page: Page) =>
  (await page.context().cookies()).map((cookie) => `${cookie.name}=${encodeURIComponent(cookie.value)}`).join("; ");

const saidBy = async (response: APIResponse, asked: string) => textSaidBy(response.status(), await response.text(), asked);

test("SCOPE-1: a lecturer cannot open a foreign page: it is the page of an unknown id", async ({ signIn, campus }) => {
  const page = await signIn("faculty");
  const foreign = sectionOf(campus, "HIS-101");
  for (const [kind, id] of [
    ["sections", foreign.id],
    ["courses", foreign.course.id],
    ["departments", "dept-history"],
    ["departments", "college-humanities"],
  ] as const) {
    const [hidden, missing] = [await page.request.get(`/${kind}/${id}`), await page.request.get(`/${kind}/${unknown}`)];
    expect(hidden.status()).toBe(404);
    expect(await saidBy(hidden, id)).toEqual(await saidBy(missing, unknown));
  }
  await page.goto(`/sections/${foreign.id}`);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await expect(page.locator("body")).not.toContainText(foreign.course.title);
});

test("SCOPE-1: a lecturer gets no foreign figure by any parameter of the KPI API", async ({ signIn, campus, rolls }) => {
  const page = await signIn("faculty");
  const foreign = sectionOf(campus, "HIS-101");
  for (const kpi of ["attendance-rate", "grade-distribution", "course-withdrawal-rate"])
    for (const [parameter, id] of [
      ["section", foreign.id],
      ["course", foreign.course.id],
      ["orgUnit", "dept-history"],
      ["orgUnit", "college-humanities"],
      ["program", "program-history"],
      ["section", sectionOf(campus, "HIS-101", campus.terms[0]).id],
    ] as const) {
      const ask = (value: string) => page.request.get(`/api/v1/kpis/${kpi}`, { params: { [parameter]: value } });
      const [hidden, missing] = [await ask(id), await ask(unknown)];
      expect(hidden.status(), `${kpi} by ${parameter}=${id}`).toBe(404);
      expect(await saidBy(hidden, id)).toEqual(await saidBy(missing, unknown));
    }

  // Every breakdown stays inside as well.
  const own = sectionOf(campus, "COM-101");
  const mine = attendanceOf((await rolls()).filter((roll) => roll.section === own.id));
  for (const [groupBy, key] of [
    ["section", own.id],
    ["course", "COM-101"],
    ["org_unit", "dept-computer"],
  ] as const) {
    const answer = await (await page.request.get(`/api/v1/kpis/attendance-rate?groupBy=${groupBy}`)).json();
    expect(answer.groups.map((group: { key: string }) => group.key)).toEqual([key]);
    expect(answer.measures).toMatchObject({ present: mine.present, late: mine.late, absent: mine.absent });
  }
});

test("SCOPE-1, SCOPE-2: a lecturer gets no foreign student, neither by section nor by person", async ({ signIn, campus, rolls }) => {
  const foreign = sectionOf(campus, "HIS-101");
  const admin = await signIn("admin");
  const listed = await (await admin.request.get(`/api/internal/sections/${foreign.id}/students`)).json();
  const own = new Set((await rolls()).filter((roll) => roll.section === sectionOf(campus, "COM-101").id).map((roll) => roll.student));
  const names = new Set(campus.students.filter((student) => own.has(student.id)).map((student) => student.name));
  const stranger = listed.students.find((student: { name: string }) => !names.has(student.name));
  expect((await admin.request.get(`/students/${stranger.student}`)).status()).toBe(200);

  const page = await signIn("faculty");
  const ask = (id: string) => page.request.get(`/api/internal/sections/${id}/students`);
  const hidden = await ask(foreign.id);
  expect(hidden.status()).toBe(404);
  expect(await saidBy(hidden, foreign.id)).toEqual(await saidBy(await ask(unknown), unknown));
  const nobody = "00000000-0000-4000-8000-000000000000";
  const student = await page.request.get(`/students/${stranger.student}`);
  expect(student.status()).toBe(404);
  expect(await saidBy(student, stranger.student)).toEqual(await saidBy(await page.request.get(`/students/${nobody}`), nobody));
});

test("SCOPE-1: a lecturer's socket gets nothing of a foreign section, whatever it asks for", async ({ signIn, campus, rolls, world }) => {
  const page = await signIn("faculty");
  const foreign = sectionOf(campus, "HIS-101");
  const own = sectionOf(campus, "COM-101");
  const client = await LiveClient.connect(world.url, { cookie: await cookieOf(page) });
  const closedAs = (id: string) => [{ name: "closed", body: { id, problem: expect.objectContaining({ code: "not-found" }) } }];
  for (const [parameter, id] of [
    ["section", foreign.id],
    ["course", foreign.course.id],
    ["orgUnit", "dept-history"],
    ["program", "program-history"],
  ] as const) {
    client.subscribe(`foreign ${parameter}`, { kpi: "attendance-rate", [parameter]: id });
    client.subscribe(`unknown ${parameter}`, { kpi: "attendance-rate", [parameter]: unknown });
    await expect.poll(() => client.about(`foreign ${parameter}`)).toEqual(closedAs(`foreign ${parameter}`));
    await expect.poll(() => client.about(`unknown ${parameter}`)).toEqual(closedAs(`unknown ${parameter}`));
  }
  client.watch("foreign roll", foreign.id);
  client.watch("unknown roll", unknown);
  await expect.poll(() => client.about("foreign roll")).toEqual(closedAs("foreign roll"));
  await expect.poll(() => client.about("unknown roll")).toEqual(closedAs("unknown roll"));

  client.subscribe("own", { kpi: "attendance-rate", groupBy: "section" });
  client.watch("own roll", own.id);
  await expect.poll(() => client.about("own").map((frame) => frame.name)).toEqual(["snapshot"]);
  const heard = client.frames.length;

  // First there, then here: what is heard of the second would have been heard of the first.
  const flip = async (section: string) => {
    const roll = (await rolls()).find((one: Roll) => one.section === section && one.status === "present");
    if (roll !== undefined) await send(world, [correction(roll.event, "absent")]);
  };
  await flip(foreign.id);
  await flip(own.id);
  const mine = attendanceOf((await rolls()).filter((roll) => roll.section === own.id));
  await expect.poll(() => client.about("own").at(-1)?.body).toMatchObject({ head: { measures: { absent: mine.absent } } });
  await expect.poll(() => client.about("own roll").map((frame) => frame.name)).toContain("touched");

  const later = client.frames.slice(heard);
  expect(later.map((frame) => Reflect.get(Object(frame.body), "id")).filter((id) => id !== "own" && id !== "own roll")).toEqual([]);
  expect(JSON.stringify(client.frames)).not.toContain(foreign.id);
  client.close();
});

test("SCOPE-1: a socket is refused at the handshake without a session, with a forged one, or from another site", async ({
  signIn,
  world,
}) => {
  await expect(LiveClient.connect(world.url, {})).rejects.toThrow("unauthenticated");
  await expect(LiveClient.connect(world.url, { cookie: "next-auth.session-token=forged" })).rejects.toThrow("unauthenticated");
  const cookie = await cookieOf(await signIn("admin"));
  await expect(LiveClient.connect(world.url, { cookie, origin: "https://elsewhere.invalid" })).rejects.toThrow();
  (await LiveClient.connect(world.url, { cookie, origin: world.url })).close();
});

test("SCOPE-1: a dean opens no page and no figure of another college", async ({ signIn, campus }) => {
  const page = await signIn("dean");
  const foreign = sectionOf(campus, "HIS-101");
  for (const path of ["/departments/dept-history", "/courses/HIS-101", `/sections/${foreign.id}`])
    expect((await page.request.get(path)).status(), path).toBe(404);
  for (const query of ["orgUnit=college-humanities", "orgUnit=dept-history", "course=HIS-101", `section=${foreign.id}`])
    expect((await page.request.get(`/api/v1/kpis/attendance-rate?${query}`)).status(), query).toBe(404);
  expect((await page.request.get(`/api/internal/sections/${foreign.id}/students`)).status()).toBe(404);
  for (const path of ["/departments/dept-computer", "/courses/COM-101"]) expect((await page.request.get(path)).status(), path).toBe(200);
});

test("SCOPE-2: an advisor sees the own students of a section and no other", async ({ signIn, campus }) => {
  const section = sectionsNow(campus).find((one) => one.students.some((student) => student.advisor === "i-002"));
  const listed = z.object({ students: z.array(z.object({ student: z.string(), name: z.string() })) });
  const read = async (page: Page) =>
    listed.parse(await (await page.request.get(`/api/internal/sections/${section?.id}/students`)).json()).students;
  const [all, page] = [await read(await signIn("admin")), await signIn("advisor")];
  const advised = (await read(page)).map((one) => one.student);
  const expected = section?.students.filter((student) => student.advisor === "i-002").length ?? 0;
  expect(advised).toHaveLength(expected);
  expect(expected).toBeLessThan(all.length);
  for (const { student } of all)
    expect((await page.request.get(`/students/${student}`)).status()).toBe(advised.includes(student) ? 200 : 404);
});

test("SCOPE-1: a key of one unit reads that unit and nothing beside it", async ({ world, campus, rolls, request }) => {
  const key = await bellwether(world, "keys", "create", "history", "--can", "kpis:read", "--scope", "org-unit:dept-history");
  const headers = { authorization: `Bearer ${key}` };
  const ask = (query: string) => request.get(`/api/v1/kpis/attendance-rate?${query}`, { headers });
  const expected = attendanceOf((await rolls()).filter((roll) => roll.section.startsWith("HIS-")));
  expect(await (await ask("")).json()).toMatchObject({ measures: { present: expected.present, absent: expected.absent } });
  expect((await ask("orgUnit=dept-computer")).status()).toBe(404);
  expect((await ask(`section=${sectionOf(campus, "COM-101").id}`)).status()).toBe(404);
  const events = await request.post("/api/v1/events", { headers, data: [] });
  expect(events.status()).toBe(403);
  expect(currentTerm(campus).id).toBe((await (await ask("")).json()).term);
});

test("SCOPE-1: the figures that a page brings along are those of its reader", async ({ signIn }) => {
  const presentOf = async (page: Page) => {
    const answer = await (await page.request.get("/api/v1/kpis/attendance-rate")).json();
    return z.object({ measures: z.object({ present: z.number() }) }).parse(answer).measures.present;
  };
  const [lecturer, admin] = [await signIn("faculty"), await signIn("admin")];
  const [own, all] = [await presentOf(lecturer), await presentOf(admin)];
  expect(all).toBeGreaterThan(own);
  const broughtTo = async (page: Page) => (await saidBy(await page.request.get("/"), unknown)).rows.join("\n");
  const brought = await broughtTo(lecturer);
  expect(brought).toContain(`"present":${own},`);
  expect(brought).not.toContain(`"present":${all},`);
  expect(await broughtTo(admin)).toContain(`"present":${all},`);
});
