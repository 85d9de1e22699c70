import { fileURLToPath } from "node:url";
import { runBundled } from "./run-bundled.mjs";

/** Has things go wrong with the built product: `npm run chaos -- [--seed N] [--turns N] [--kafka]`. What and how: chaos/run.ts. */
await runBundled(fileURLToPath(import.meta.url), "chaos");
