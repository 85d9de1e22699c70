import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./lib/platform/testing/longest-first";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } },
  test: {
    include: ["app", "bench", "chaos", "cli", "components", "lib", "prisma", "scripts"].map((room) => `${room}/**/*.test.ts`),
    exclude: ["**/node_modules/**", ...(process.env.BELLWETHER_TEST_FULL === "1" ? [] : ["**/*.full.test.ts"])],
    globalSetup: "lib/platform/testing/global-setup.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Modules are read once a worker and not once a file; nothing of a test outlives its file but what is its own.
    isolate: false,
  },
});
