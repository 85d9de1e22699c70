import { defineConfig } from "@playwright/test";
import chromium from "@sparticuz/chromium";
import { longRunOnly } from "./e2e/harness/long-run";

/** Names of saved files may be Korean, which a browser writes as "download" where the system's language knows none but English letters. */
const env = { ...process.env, LC_ALL: "C.UTF-8" };

/** The package's browser where it has one (Linux on x64), else the Chrome that is installed. */
const browser =
  process.platform === "linux" && process.arch === "x64"
    ? // The package's own arguments put everything into one process, which does not survive a second page.
      { executablePath: await chromium.executablePath(), args: ["--no-sandbox", "--disable-gpu"], env }
    : { channel: "chrome" };

/** End-to-end tests: a real browser on the real, built server (e2e/harness). Two workers, each with its own server. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  globalSetup: "./e2e/harness/global-setup.ts",
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  ...(process.env.BELLWETHER_TEST_FULL === "1" ? {} : { grepInvert: longRunOnly }),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: "en-GB",
    timezoneId: "Asia/Seoul",
    viewport: { width: 1280, height: 900 },
    launchOptions: browser,
    trace: process.env.BELLWETHER_TEST_TRACE === "1" ? "retain-on-failure" : "off",
  },
});
