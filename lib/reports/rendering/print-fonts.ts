import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where the printed page looks for its fonts (components/print/styles.ts): answered from the package, and asked of no server. */
const pattern = /^\/print\/fonts\/(Pretendard-(?:Regular|SemiBold)\.woff2)$/;
const kept = new Map<string, Promise<Buffer>>();

const packageFolder = () => dirname(createRequire(join(process.cwd(), "package.json")).resolve("pretendard/package.json"));

/** The font of an address; null where it is none of them. Read once. */
export function printFont(path: string): Promise<Buffer> | null {
  const name = pattern.exec(path)?.[1];
  if (name === undefined) return null;
  const font = kept.get(name) ?? readFile(join(packageFolder(), "dist/web/static/woff2", name));
  kept.set(name, font);
  return font;
}

let stampFont: Promise<Buffer> | undefined;
/** With outlines that can be cut down to the letters of a name. */
export function readStampFont(): Promise<Buffer> {
  stampFont ??= readFile(join(packageFolder(), "dist/public/static/alternative/Pretendard-Regular.ttf"));
  return stampFont;
}
