import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const versions = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
  /** Of everybody, or of one package's own. */
  overrides: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
});
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
      bundled: z.boolean().optional(),
      inBundle: z.boolean().optional(),
    }),
  ),
});
const packageSchema = z.object({
  name: z.string(),
  license: z.union([z.string(), z.object({ type: z.string() })]).optional(),
  licenses: z.array(z.object({ type: z.string() })).optional(),
});
const read = <T>(file: string, schema: z.ZodType<T>): T => schema.parse(JSON.parse(readFileSync(file, "utf8")));

const flat = (overrides: z.infer<typeof manifestSchema>["overrides"]): Record<string, string> =>
  Object.assign({}, ...Object.entries(overrides).map(([name, of]) => (typeof of === "string" ? { [name]: of } : of)));

/** What may be part of a product under Apache-2.0, and asks for no more than to be named. */
const allowed = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-4.0",
  "Python-2.0",
  "PostgreSQL",
  "OFL-1.1",
  "Unlicense",
  "Zlib",
]);
/** Looked at one by one: a package, what it says of its licence, and why it may be here. */
const exceptions: readonly (readonly [RegExp, string, string])[] = [
  [
    /^@img\/sharp-libvips-/,
    "LGPL-3.0-or-later",
    "Next's optional image library: a shared library, unchanged, which anybody may replace. Not called.",
  ],
  [/^elkjs$/, "EPL-2.0", "Of Prisma's studio, a tool of development; unchanged, in no bundle."],
  [/^seq-queue$/, "none", "MIT by its LICENSE file. Of Prisma's studio."],
];
const isException = (name: string, licence: string) => exceptions.some(([named, known]) => named.test(name) && known === licence);

/** Whether an SPDX expression can be met by what is allowed: one side of each OR, both of each AND. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, "").trim();
  return plain.split(/\s+OR\s+/i).some((choice) => choice.split(/\s+AND\s+/i).every((one) => allowed.has(one.trim())));
}

describe("what is built on", () => {
  const manifest = read("package.json", manifestSchema);
  const lock = read("package-lock.json", lockSchema);
  const installed = Object.entries(lock.packages).filter(([path]) => path !== "");

  it("every version is one version", () => {
    const asked = Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
      ...flat(manifest.overrides),
    });
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it("every package is what it was: its content is in the lock", () => {
    const open = installed.filter(([, one]) => one.integrity === undefined && one.link !== true && one.inBundle !== true);
    expect(open.map(([path]) => path)).toEqual([]);
    expect(installed.every(([, { integrity }]) => integrity === undefined || integrity.startsWith("sha512-"))).toBe(true);
  });

  it("what is used in production has a licence that allows it", () => {
    // Also what only some systems install, or only beside a tool of development.
    const used = installed.filter(([path, { dev }]) => dev !== true && existsSync(`${path}/package.json`));
    expect(used.length).toBeGreaterThan(100);
    const refused = used.flatMap(([path]) => {
      const { name, license, licenses } = read(`${path}/package.json`, packageSchema);
      const said = typeof license === "string" ? license : (license?.type ?? licenses?.map(({ type }) => type).join(" OR ") ?? "none");
      return isAllowed(said) || isException(name, said) ? [] : [`${name}: ${said}`];
    });
    expect(refused).toEqual([]);
  });

  it("an expression is read as it is meant", () => {
    expect(isAllowed("(MIT OR GPL-3.0-or-later)")).toBe(true);
    expect(isAllowed("MIT AND GPL-3.0-or-later")).toBe(false);
    for (const one of ["GPL-3.0", "AGPL-3.0-only", "SSPL-1.0", "UNLICENSED", "none", ""]) expect(isAllowed(one), one).toBe(false);
  });
});
