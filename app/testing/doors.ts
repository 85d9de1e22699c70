import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClientFrames } from "@/lib/live/protocol";
import { addressOf, filesUnder } from "@/lib/runtime/testing/app-files";
import { root } from "@/lib/runtime/testing/product";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

export type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response> | Response;
const isHandler = (value: unknown): value is Handler => typeof value === "function";

/** The routes' handlers by their doors. */
export async function handlers(): Promise<Map<string, Handler>> {
  const found = new Map<string, Handler>();
  for (const file of filesUnder("app", /(^|\/)route\.[jt]sx?$/)) {
    const route: Record<string, unknown> = await import(join(root, "app", file));
    for (const method of methods) {
      const handle = route[method];
      if (isHandler(handle)) found.set(`${method} ${addressOf(file)}`, handle);
    }
  }
  return found;
}

/** Every door of the application, found in its files: `GET /api/internal/sections`, `page /sections/[id]`. */
export async function doors(): Promise<string[]> {
  const found = [...(await handlers()).keys()];
  return [...found, ...pages(), ...besides(), ...endpoints(), ...frames(), ...jobs(), ...actions()];
}

export const pages = (base?: string): string[] => filesUnder("app", /(^|\/)page\.[jt]sx?$/, base).map((file) => `page ${addressOf(file)}`);

/** What Next answers besides, of files that it knows by their names, and what would stand before all routes. There is none. */
export function besides(base = root): string[] {
  const made = /(^|\/)(sitemap|robots|manifest|(apple-)?icon\d*|(opengraph|twitter)-image\d*)\.[jt]sx?$/;
  const before = readdirSync(base).filter((name) => /^((middleware|proxy)\.[jt]s|pages)$/.test(name));
  return [...filesUnder("app", made, base).map((file) => `file ${file}`), ...before.map((name) => `file ${name}`)];
}

/** What server.ts answers by itself, before Next: paths that it compares with, and where the socket is. */
function endpoints(): string[] {
  const server = readFileSync(join(root, "server.ts"), "utf8");
  const compared = [...server.matchAll(/path === "([^"]+)"/g)].map(([, path]) => `endpoint ${path}`);
  return [...compared, "endpoint /live"];
}

/** What a client may send over the socket. */
function frames(): string[] {
  const all: Record<keyof ClientFrames, true> = { subscribe: true, watch: true, unsubscribe: true };
  return Object.keys(all).map((name) => `frame ${name}`);
}

/** What runs by the clock: whatever has a name and hours. */
function jobs(): string[] {
  const files = filesUnder("lib", /\.ts$/).filter((file) => !/\.test\.ts$|(^|\/)testing\//.test(file));
  return files.flatMap((file) =>
    [...readFileSync(join(root, "lib", file), "utf8").matchAll(/\bname: "([^"]+)",\s*cron: /g)].map(([, name]) => `job ${name}`),
  );
}

/** Server actions would be doors without an address. There is none, and a first one needs a row. */
function actions(): string[] {
  const folders = ["app", "components", "lib"];
  const files = folders.flatMap((folder) => filesUnder(folder, /\.tsx?$/).map((file) => join(folder, file)));
  return files.filter((file) => /^\s*"use server"/m.test(readFileSync(join(root, file), "utf8"))).map((file) => `action ${file}`);
}
