import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, ensureInstalled, ensureNode, root } from "./prepare.mjs";

/**
 * Runs `<folder>/main.ts` against the built product, bundled with what it starts beside itself. `script`: the path of the file that
 * npm called.
 */
export async function runBundled(script, folder, beside = []) {
  ensureInstalled();
  await ensureNode(script, process.argv.slice(2));
  await ensureBuilt();
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: ["main.ts", ...beside].map((file) => `${folder}/${file}`),
    outdir: `dist/${folder}`,
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
  await import(pathToFileURL(join(root, "dist", folder, "main.mjs")).href);
}
