import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fontPackage } from "./font-folder";

/** Where the printed page looks for its fonts where its browser has none of them (components/print/styles.ts): answered from the package. */
const pattern = /^\/print\/fonts\/(Pretendard-(?:Regular|SemiBold)\.woff2)$/;
const kept = new Map<string, Promise<Buffer>>();

/** The font of an address; null where it is none of them. Read once. */
export function printFont(path: string): Promise<Buffer> | null {
  const name = pattern.exec(path)?.[1];
  if (name === undefined) return null;
  const font = kept.get(name) ?? readFile(join(fontPackage(), "dist/web/static/woff2", name));
  kept.set(name, font);
  return font;
}

let stampFont: Promise<Buffer> | undefined;
/** With outlines that can be cut down to the letters of a name. */
export function readStampFont(): Promise<Buffer> {
  stampFont ??= readFile(join(fontPackage(), "dist/public/static/alternative/Pretendard-Regular.ttf"));
  return stampFont;
}
