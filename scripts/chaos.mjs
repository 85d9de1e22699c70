import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, root } from "./prepare.mjs";

/** Has things go wrong with the built product: `npm run chaos -- [--seed N] [--turns N] [--kafka]`. What and how: chaos/run.ts. */
ensureInstalled();
await ensureNode(fileURLToPath(import.meta.url), process.argv.slice(2));
await ensureBuilt();
const { build } = await import("esbuild");
await build({
  absWorkingDir: root,
  entryPoints: ["chaos/main.ts"],
  outdir: "dist/chaos",
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
process.chdir(root);
process.env.NODE_ENV = "production";
await import(pathToFileURL(join(root, "dist", "chaos", "main.mjs")).href);
