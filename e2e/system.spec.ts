import { z } from "zod";
import { kpiIds } from "@/lib/kpis/question";
import { expect, test } from "./harness/test";

test("health and ready answer without a sign-in", async ({ request }) => {
  const health = await request.get("/api/health");
  expect([health.status(), await health.json()]).toEqual([200, { status: "alive" }]);
  const ready = await request.get("/api/ready");
  expect([ready.status(), await ready.json()]).toEqual([200, { status: "ready" }]);
});

test("the KPI catalogue names every KPI in both languages, to a key and not to nobody", async ({ request, world }) => {
  expect((await request.get("/api/v1/kpis")).status()).toBe(401);
  const catalogue = await request.get("/api/v1/kpis", { headers: { authorization: `Bearer ${world.key}` } });
  const both = z.object({ en: z.string().min(1), ko: z.string().min(1) });
  const { kpis } = z.object({ kpis: z.array(z.object({ id: z.string(), name: both, text: both })) }).parse(await catalogue.json());
  expect(kpis.map((kpi) => kpi.id).sort()).toEqual([...kpiIds].sort());
});

test("answers forbid framing and sniffing, and errors are problem documents", async ({ request }) => {
  const problem = await request.get("/api/v1/kpis/attendance-rate");
  expect(problem.headers()["content-type"]).toContain("application/problem+json");
  expect(await problem.json()).toMatchObject({ status: 401 });
  const page = await request.get("/sign-in");
  expect(page.headers()).toMatchObject({ "x-frame-options": "DENY", "x-content-type-options": "nosniff" });
});
