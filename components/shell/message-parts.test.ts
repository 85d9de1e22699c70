import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "@/messages/en.json";
import { usesIn } from "../testing/message-uses";
import { modulesOf } from "../testing/modules-of";
import { messageParts, messagesOf, sharedMessages } from "./message-parts";

const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|[\\/])(page|error|not-found)\.tsx$/.test(file))
  .map((file) => join("app", file));

/** The layouts that stand around a page, from the outermost. */
function layoutsOf(page: string): string[] {
  const folder = dirname(page);
  const outer = folder === "app" ? [] : layoutsOf(folder);
  const own = join(folder, "layout.tsx");
  return existsSync(own) && own !== page ? [...outer, own] : outer;
}

const spaces = new Map<string, string[]>();
function spacesIn(file: string, code: string): string[] {
  const known = spaces.get(file) ?? (code.includes("Translations") ? usesIn(file, code).map(({ key }) => key.split(".")[0] ?? "") : []);
  spaces.set(file, known);
  return known;
}

describe("messages in the browser", () => {
  it("each page is sent those that it shows there", () => {
    expect(pages.length).toBeGreaterThan(15);
    for (const page of pages) {
      const modules = [page, ...layoutsOf(page)].flatMap(modulesOf);
      const sent = modules.flatMap(({ code }) => [...code.matchAll(/<PageMessages of=\{\[([^\]]*)\]\}/g)].map((match) => match[1] ?? ""));
      const shown = new Set(modules.filter(({ inBrowser }) => inBrowser).flatMap(({ file, code }) => spacesIn(file, code)));
      const missing = messageParts.filter((part) => shown.has(part) && !sent.some((parts) => parts.includes(`"${part}"`)));
      expect(missing, page).toEqual([]);
      // A name whose beginning only the running code knows could be of any part.
      expect(shown.has("*"), page).toBe(false);
    }
  });

  it("a part is with its pages and not with the others", () => {
    const shared = sharedMessages(en);
    for (const part of messageParts) expect(shared).not.toHaveProperty(part);
    expect({ ...shared, ...messagesOf(en, messageParts) }).toEqual(en);
    expect(Object.keys(messagesOf(en, ["keys"]))).toEqual(["keys"]);
  });
});
