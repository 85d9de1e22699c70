import { fileURLToPath } from "node:url";
import { runBundled } from "./run-bundled.mjs";

/** Measures the built product: `npm run bench -- [sections] [--quick] [--facts N]`. Which, what and how: bench/main.ts. */
await runBundled(fileURLToPath(import.meta.url), "bench", ["load-generator.ts", "viewer-herd.ts"]);
