import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** A document as whoever opens it finds it. */
export type ReadPdf = {
  pages: string[];
  title: string;
  language: string;
  tagged: boolean;
  outline: string[];
  xmp: string;
  tags: Set<string>;
  alts: string[];
};

export async function readPdf(pdf: Buffer): Promise<ReadPdf> {
  const task = getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 });
  const document = await task.promise;
  const { info } = await document.getMetadata();
  const pages: string[] = [];
  const tags = new Set<string>();
  const alts: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const content = await page.getTextContent();
    pages.push(content.items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""));
    walk(await page.getStructTree(), (node) => {
      const role: unknown = Reflect.get(node, "role");
      const alt: unknown = Reflect.get(node, "alt");
      if (typeof role === "string") tags.add(role);
      if (typeof alt === "string") alts.push(alt);
    });
  }
  const outline = (await document.getOutline()) ?? [];
  const marked: unknown = await document.getMarkInfo();
  const text = (name: string) => String(Reflect.get(info, name) ?? "");
  const read = {
    pages,
    title: text("Title"),
    language: text("Language"),
    tagged: marked instanceof Map && marked.get("Marked") === true,
    outline: flat(outline),
    xmp: /<x:xmpmeta[\s\S]*<\/x:xmpmeta>/.exec(pdf.toString("latin1"))?.[0] ?? "",
    tags,
    alts,
  };
  await task.destroy();
  return read;
}

type Entry = { title: string; items: Entry[] };
const flat = (entries: readonly Entry[]): string[] => entries.flatMap(({ title, items }) => [title, ...flat(items)]);

function walk(node: unknown, see: (node: object) => void): void {
  if (typeof node !== "object" || node === null) return;
  see(node);
  const children: unknown = Reflect.get(node, "children");
  if (Array.isArray(children)) for (const child of children) walk(child, see);
}

/** Spaces and breaks are where lines end, not what is said. */
export const squeezed = (text: string): string => text.replaceAll(/\s+/g, "");
