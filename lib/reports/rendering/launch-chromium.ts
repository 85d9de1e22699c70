import { type Browser, chromium } from "playwright-core";
import { browserEnvironment } from "@/lib/platform/config";

/** Nothing of the outside: no name is resolved and no address reached, whatever a page asks for (print-page.ts answers it all). */
const sealed = [
  "--disable-gpu",
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--no-proxy-server",
  "--disable-background-networking",
  "--disable-domain-reliability",
  "--disable-component-update",
  "--no-pings",
  "--font-render-hinting=none",
];

/** `executable`: null for the package's browser, where it has one (Linux on x64), else the Chrome that is installed. */
export async function launchChromium(executable: string | null, fontConfiguration: string): Promise<Browser> {
  const located = await locate(executable);
  const env = { ...browserEnvironment(), FONTCONFIG_FILE: fontConfiguration };
  const options = { ...located, env, args: sealed, headless: true, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  // Chromium's own sandbox does not run as root.
  if (process.getuid?.() === 0) return chromium.launch(options);
  // Where the system gives users no namespaces of their own it cannot have one either: then what keeps a page in is that it
  // is our own, without scripts of others, and that nothing can be reached.
  return chromium.launch({ ...options, chromiumSandbox: true }).catch(() => chromium.launch(options));
}

async function locate(executable: string | null): Promise<{ executablePath: string } | { channel: string }> {
  if (executable !== null) return { executablePath: executable };
  if (process.platform !== "linux" || process.arch !== "x64") return { channel: "chrome" };
  const { default: packaged } = await import("@sparticuz/chromium");
  return { executablePath: await packaged.executablePath() };
}
