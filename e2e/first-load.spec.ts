import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Response } from "@playwright/test";
import { z } from "zod";
import { expect, settled, test } from "./harness/test";

/** What readers wait for before they see anything is for what they see (docs/PERFORMANCE.md). */
const most = 250_000;

/** Texts that only these hold, however they are made smaller. */
const marks = {
  "zod's larger form": { mark: '"ZodString"', source: "zod/v4/classic/schemas.js" },
  "the parser of messages": { mark: "Number skeleton cannot be empty", source: "@formatjs/icu-skeleton-parser/index.js" },
} as const;
const paletteMark = "cmdk-input";
const chartMark = "recharts-";

const built = join(process.cwd(), ".next", "static", "chunks");
const chunksWith = (mark: string): string[] =>
  readdirSync(built).filter((name) => name.endsWith(".js") && readFileSync(join(built, name), "utf8").includes(mark));

for (const [what, { mark, source }] of Object.entries(marks)) {
  test(`no page carries ${what}`, () => {
    expect(readFileSync(join(process.cwd(), "node_modules", source), "utf8")).toContain(mark);
    expect(chunksWith(mark)).toEqual([]);
  });
}

test("the overview's first load is small, and has neither palette nor charting library", async ({ signIn, browser, baseURL }) => {
  const storageState = await (await signIn("admin")).context().storageState();
  const context = await browser.newContext({ storageState, baseURL: baseURL ?? "", locale: "en-GB" }); // nothing cached
  const page = await context.newPage();
  const scripts: Response[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response);
  });
  await page.goto("/overview");
  await settled(page);
  const sizes = await Promise.all(scripts.map((response) => response.request().sizes()));
  const bytes = sizes.reduce((sum, one) => sum + one.responseHeadersSize + one.responseBodySize, 0);
  const names = scripts.map((response) => new URL(response.url()).pathname.split("/").at(-1) ?? "");
  expect(names.length).toBeGreaterThan(0);
  for (const mark of [paletteMark, chartMark]) {
    const holders = chunksWith(mark);
    expect(holders.length).toBeGreaterThan(0);
    expect(names.filter((name) => holders.includes(name))).toEqual([]);
  }
  expect(bytes).toBeLessThanOrEqual(most);

  // Whoever comes near the palette has it before they ask for it.
  const palettes = chunksWith(paletteMark);
  const coming = page.waitForResponse((response) => palettes.some((name) => response.url().endsWith(name)));
  await page.getByRole("button", { name: /Search/ }).hover();
  await coming;
  await context.close();
});

const messagesSchema = z.object({
  shell: z.object({ account: z.string() }),
  audit: z.object({ searchFailed: z.string() }),
  admin: z.object({ sight: z.object({ nothingHelp: z.string() }) }),
  keys: z.object({ text: z.string() }),
});

test("messages come with the pages that show them", async ({ signIn }) => {
  const { request } = await signIn("admin");
  const messages = messagesSchema.parse(JSON.parse(readFileSync(join(process.cwd(), "messages", "en.json"), "utf8")));
  const textOf = async (path: string) => (await request.get(path)).text();
  const [overview, audit] = await Promise.all([textOf("/overview"), textOf("/admin/audit")]);
  expect(overview).toContain(messages.shell.account);
  for (const part of [messages.audit.searchFailed, messages.admin.sight.nothingHelp, messages.keys.text]) {
    expect(audit).toContain(part);
    expect(overview).not.toContain(part);
  }
});
