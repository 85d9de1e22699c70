import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beginPreparing } from "./preparing.mjs";

/** What a fresh machine needs before anything runs: packages, Node 24, the build. Plain Node 20 is enough here. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wantedNode = 24;
const say = (line) => process.stderr.write(`bellwether: ${line}\n`);
const hash = (text) => createHash("sha256").update(text).digest("hex");

/** Installs the locked packages when they are missing or the lock file is another one. */
export function ensureInstalled() {
  const stamp = join(root, "node_modules", ".bellwether-lock");
  const lock = hash(readFileSync(join(root, "package-lock.json")));
  const isDone = () => existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
  if (isDone()) return;
  const end = beginPreparing(root, say);
  if (isDone()) return end();
  say("Installing packages (npm ci).");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // What builds is a development dependency, and needed wherever this runs: NODE_ENV=production would leave it out.
  const done = spawnSync(npm, ["ci", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (done.status === 0) writeFileSync(stamp, lock);
  end();
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** Runs the script that called this under Node 24 when the Node found is older. Returns only under Node 24. */
export function ensureNode(script, args) {
  if (Number(process.versions.node.split(".")[0]) >= wantedNode) return;
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const binary = join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) {
    say(
      `Node ${wantedNode} or later is needed here: this is ${process.version}, and no package carries it for ${process.platform}-${process.arch}.`,
    );
    process.exit(1);
  }
  const environment = { ...process.env, PATH: `${dirname(binary)}${process.platform === "win32" ? ";" : ":"}${process.env.PATH ?? ""}` };
  // Takes this process's place where the platform can, so that signals reach it directly.
  if (typeof process.execve === "function") process.execve(binary, [binary, script, ...args], environment);
  return runInstead(binary, script, args, environment);
}

async function runInstead(binary, script, args, env) {
  const { spawn } = await import("node:child_process");
  const child = spawn(binary, [script, ...args], { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve) => child.on("exit", (status, signal) => resolve(status ?? (signal === null ? 1 : 128))));
  process.exit(code);
}

const inputs = [
  "app",
  "cli",
  "components",
  "lib",
  "messages",
  "prisma",
  "prisma.config.ts",
  "public",
  "scripts",
  "server.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name));
}

const clientStamp = join(root, "generated", "prisma", ".schema");
const digestOfSchema = () => hash(readFileSync(join(root, "prisma", "schema.prisma")) + readFileSync(join(root, "package-lock.json")));
const isGenerated = () => existsSync(clientStamp) && readFileSync(clientStamp, "utf8") === digestOfSchema();

/** Generates the Prisma client. It needs no engine of Prisma's, and none can be fetched everywhere. */
function generate() {
  const schema = digestOfSchema();
  say("Generating the database client.");
  execFileSync(process.execPath, [join(root, "node_modules", "prisma", "build", "index.js"), "generate"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    // Any file that is there will do: it is looked for, and not run.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
  });
  writeFileSync(clientStamp, schema);
}

function digestOfSources() {
  const digest = createHash("sha256");
  for (const input of inputs)
    for (const file of filesUnder(join(root, input)))
      if (!/\.(test|spec)\.tsx?$|[\\/]testing[\\/]/.test(file)) digest.update(file).update(readFileSync(file));
  return digest.digest("hex");
}

async function build(pages) {
  say("Building.");
  const { build: bundle } = await import("esbuild");
  mkdirSync(join(root, "dist"), { recursive: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: {
      server: "server.ts",
      bellwether: "cli/main.ts",
      "aggregator-thread": "lib/aggregator/aggregator-thread.ts",
      "ingest-thread": "lib/ingest/ingest-thread.ts",
      "verify-thread": "lib/aggregator/verify/verify-thread.ts",
    },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node24",
    sourcemap: true,
    alias: { "@": root },
    logLevel: "warning",
  });
  if (!pages) return;
  execFileSync(process.execPath, [join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
}

/** Builds server, threads, command line and pages when any of their sources changed. */
export async function ensureBuilt({ pages = true } = {}) {
  const stamp = join(root, "dist", pages ? "built" : "built-server");
  const wanted = digestOfSources();
  const isDone = () => isGenerated() && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isDone()) return;
  const end = beginPreparing(root, say);
  try {
    if (isDone()) return;
    if (!isGenerated()) generate();
    await build(pages);
    writeFileSync(stamp, wanted);
    // Whoever asks for less finds it built too, and writes nothing below a running server.
    if (pages) writeFileSync(join(root, "dist", "built-server"), wanted);
  } finally {
    end();
  }
}
