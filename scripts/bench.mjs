import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, root } from "./prepare.mjs";

/** Measures the built product: `npm run bench -- [boot ingest drain kafka latency viewers reads guard releases memory pages interactions live] [--quick]`. What and how: bench/main.ts. */
ensureInstalled();
await ensureNode(fileURLToPath(import.meta.url), process.argv.slice(2));
await ensureBuilt();
const { build } = await import("esbuild");
await build({
  absWorkingDir: root,
  entryPoints: ["bench/main.ts", "bench/load-generator.ts", "bench/viewer-herd.ts"],
  outdir: "dist/bench",
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
await import(pathToFileURL(join(root, "dist", "bench", "main.mjs")).href);
