import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { escapeMarkup } from "@/lib/platform/escape-markup";

export const fontPackage = () => dirname(createRequire(join(process.cwd(), "package.json")).resolve("pretendard/package.json"));

export type FontFolder = { configuration: string; remove(): Promise<void> };

/**
 * A configuration that gives a browser the package's fonts as if they were installed (fontconfig): a page that had to load them
 * waited longer for them than for its figures. Those of the system stay behind them, for letters that they lack.
 */
export async function makeFontFolder(): Promise<FontFolder> {
  const folder = await mkdtemp(join(tmpdir(), "bellwether-fonts-"));
  const configuration = join(folder, "fonts.conf");
  const fonts = join(fontPackage(), "dist/public/static/alternative");
  await writeFile(
    configuration,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<dir>${escapeMarkup(fonts)}</dir><cachedir>${escapeMarkup(join(folder, "cache"))}</cachedir>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>`,
  );
  return { configuration, remove: () => rm(folder, { recursive: true, force: true }) };
}
