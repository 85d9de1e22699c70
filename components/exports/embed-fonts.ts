/** A file with a picture of its own text cannot load fonts: those that its characters need are written into it. */
export async function embedFonts(svg: string): Promise<string> {
  const used = new Set([...svg].map((character) => character.codePointAt(0) ?? 0));
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule);
  const needed = rules.filter((rule) => covers(rule.style.getPropertyValue("unicode-range"), used));
  const faces = await Promise.all(needed.map(inlined));
  const style = `<style>${faces.join("")}</style>`;
  return svg.replace(/>/, () => `>${style}`);
}

async function inlined(rule: CSSFontFaceRule): Promise<string> {
  const address = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))?.[1];
  if (address === undefined) return "";
  const response = await fetch(new URL(address, rule.parentStyleSheet?.href ?? document.baseURI));
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const data = await asDataUrl(await response.blob());
  const [family, weight, range] = ["font-family", "font-weight", "unicode-range"].map((name) => rule.style.getPropertyValue(name));
  return `@font-face{font-family:${family};font-weight:${weight};src:url(${data}) format("woff2");unicode-range:${range}}`;
}

function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("The font could not be read."));
    reader.readAsDataURL(blob);
  });
}

/** Whether a range such as `U+0-FF, U+AC00` holds one of these characters; no range holds all. */
export function covers(range: string, characters: ReadonlySet<number>): boolean {
  if (range.trim() === "") return true;
  return range.split(",").some((part) => {
    const match = /^U\+([0-9A-F?]+)(?:-([0-9A-F]+))?$/i.exec(part.trim());
    if (match === null) return false;
    const [, from = "", to = from] = match;
    const [low, high] = [Number.parseInt(from.replaceAll("?", "0"), 16), Number.parseInt(to.replaceAll("?", "F"), 16)];
    return [...characters].some((character) => character >= low && character <= high);
  });
}
