import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { besides, pages } from "./doors";

let base = "";
afterEach(() => rmSync(base, { recursive: true, force: true }));

test("whatever Next would answer by a file of that name is a door, in whichever language it is written", () => {
  base = mkdtempSync(join(tmpdir(), "doors-"));
  const files = [
    "app/(in)/a/page.tsx",
    "app/b/page.js",
    "app/c/opengraph-image.tsx",
    "app/robots.ts",
    "app/d/panel.tsx",
    "middleware.ts",
    "pages/e.tsx",
  ];
  for (const file of files) {
    mkdirSync(dirname(join(base, file)), { recursive: true });
    writeFileSync(join(base, file), "");
  }
  expect(pages(base)).toEqual(["page /a", "page /b"]);
  expect(besides(base)).toEqual(["file c/opengraph-image.tsx", "file robots.ts", "file middleware.ts", "file pages"]);
});
