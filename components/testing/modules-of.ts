import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** `inBrowser`: its code is sent to the browser; else it runs on the server alone. */
export type PageModule = { file: string; code: string; inBrowser: boolean };

/** What a page or layout is made of: all that it takes from the sources, at once or when it is asked for. */
export function modulesOf(entry: string): PageModule[] {
  const found = new Map<string, PageModule>();
  const visit = (file: string, fromBrowser: boolean): void => {
    const known = found.get(file);
    const code = known?.code ?? readFileSync(file, "utf8");
    const inBrowser = fromBrowser || /^"use client"/m.test(code);
    if (known !== undefined && (known.inBrowser || !inBrowser)) return;
    found.set(file, { file, code, inBrowser });
    for (const taken of takenBy(code)) {
      const path = pathOf(taken, file);
      if (path !== null) visit(path, inBrowser);
    }
  };
  visit(entry, false);
  return [...found.values()];
}

/** Types are left out: they bring no code along. */
const takenBy = (code: string): string[] =>
  [...code.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?\sfrom\s"([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    (match) => match[1] ?? match[2] ?? "",
  );

function pathOf(taken: string, from: string): string | null {
  const base = taken.startsWith("@/") ? taken.slice(2) : taken.startsWith(".") ? join(dirname(from), taken) : null;
  if (base === null) return null;
  return [`${base}.ts`, `${base}.tsx`].find((path) => existsSync(path) && statSync(path).isFile()) ?? null;
}
