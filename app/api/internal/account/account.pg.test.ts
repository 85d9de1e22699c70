import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness } from "@/lib/runtime/testing/routes";
import { POST as present } from "./presence/route";
import { POST as renewCodes } from "./recovery-codes/route";
import { POST as begin, PUT as confirm, DELETE as remove, GET as state } from "./second-factor/route";
import { DELETE as endOne } from "./sessions/[id]/route";
import { DELETE as endOthers, GET as list } from "./sessions/route";

const path = "/api/internal/account";
const withId = (id: string) => ({ params: Promise.resolve({ id }) });

describe("the routes of one's own account", () => {
  const test = useTestDatabase();
  let routes: RouteHarness;
  beforeAll(async () => {
    routes = await RouteHarness.open(test.url, new Date().toISOString());
  });
  afterAll(() => routes.close());

  const signIn = () => routes.signIn("viewer", { kind: "institution" });
  const sessions = async (cookie: string) => {
    const { sessions: all } = await (await list(ask(`${path}/sessions`, { cookie }))).json();
    return all;
  };

  it.each([
    ["GET sessions", () => list(ask(`${path}/sessions`))],
    ["DELETE sessions", () => endOthers(new Request(`http://localhost${path}/sessions`, { method: "DELETE" }))],
    ["DELETE a session", () => endOne(new Request(`http://localhost${path}/sessions/x`, { method: "DELETE" }), withId(randomUUID()))],
    ["POST presence", () => present(ask(`${path}/presence`, { method: "POST" }))],
    ["GET second factor", () => state(ask(`${path}/second-factor`))],
    ["POST second factor", () => begin(ask(`${path}/second-factor`, { method: "POST", body: { current: "x" } }))],
    ["PUT second factor", () => confirm(ask(`${path}/second-factor`, { method: "PUT", body: { code: "123456" } }))],
    ["DELETE second factor", () => remove(new Request(`http://localhost${path}/second-factor`, { method: "DELETE" }))],
    ["POST recovery codes", () => renewCodes(ask(`${path}/recovery-codes`, { method: "POST", body: { code: "123456" } }))],
  ])("%s without a session is 401", async (_, call) => expect((await call()).status).toBe(401));

  it("sessions of others are neither listed nor ended, and answer as those that there are none of", async () => {
    const [mine, theirs] = [await signIn(), await signIn()];
    const [own] = await sessions(mine);
    const [other] = await sessions(theirs);
    expect(await sessions(mine)).toEqual([expect.objectContaining({ id: own.id, here: true, how: "password", secondFactor: false })]);
    const end = (id: string) =>
      endOne(new Request(`http://localhost${path}/sessions/${id}`, { method: "DELETE", headers: { cookie: mine } }), withId(id));
    const answers = await Promise.all([other.id, randomUUID(), "' OR true --"].map(end));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await sessions(theirs)).toHaveLength(1);
    expect((await end(own.id)).status).toBe(204);
    await expect.poll(async () => (await list(ask(`${path}/sessions`, { cookie: mine }))).status).toBe(401);
  });

  it("that a page is used is written down", async () => {
    const cookie = await signIn();
    const [{ id }] = await sessions(cookie);
    await test.database.owner.query("UPDATE app.session SET last_seen_at = now() - interval '30 minutes' WHERE id = $1", [id]);
    expect((await present(ask(`${path}/presence`, { method: "POST", cookie }))).status).toBe(204);
    const seen = await test.database.owner.query(
      "SELECT now() - last_seen_at < interval '1 minute' AS now FROM app.session WHERE id = $1",
      [id],
    );
    expect(seen.rows).toEqual([{ now: true }]);
  });

  it.each([
    [{}, "current", "required"],
    [{ current: 7 }, "current", "type"],
    [{ current: "x", more: 1 }, undefined, undefined],
  ])("%j is refused by field and rule, and not said back", async (body, field, rule) => {
    const cookie = await signIn();
    const refused = await begin(ask(`${path}/second-factor`, { method: "POST", cookie, body }));
    expect(refused.status).toBe(400);
    const problem = await refused.json();
    if (field !== undefined) expect(problem).toMatchObject({ field, rule });
    expect(problem).not.toHaveProperty("found");
  });
});
