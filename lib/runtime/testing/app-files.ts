import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./product";

/** Files of a folder and all that lie in it, by their path from there. */
export const filesUnder = (folder: string, wanted: RegExp, base = root): string[] =>
  readdirSync(join(base, folder), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => wanted.test(file))
    .sort();

/** `/sections/[id]` of `(dashboard)/sections/[id]/page.tsx`. */
export const addressOf = (file: string): string =>
  `/${file
    .split("/")
    .slice(0, -1)
    .filter((part) => !/^\(.*\)$/.test(part))
    .join("/")}`;
