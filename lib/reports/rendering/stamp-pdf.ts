import { deflateSync } from "node:zlib";
import { BellwetherError } from "@/lib/platform/errors";
import type { Paper } from "../content-shape";
import { type NameFont, nameFont } from "./name-font";
import { stampFontName, stampMarkPattern } from "./stamp-place";

type Stamp = { name: string; locale: "en" | "ko"; paper: Paper };
const preparedFor: Readonly<Record<Stamp["locale"], (name: string) => string>> = {
  en: (name) => `Prepared for ${name}`,
  ko: (name) => `받는 사람: ${name}`,
};
/** Points. The line stands in the margin over the cover, at its right end. */
const points = { a4: { width: 595.28, height: 841.89 }, letter: { width: 612, height: 792 } } as const;
const margin = { right: 39.7, top: 34 };
const size = 8.5;
const longestName = 80;

/**
 * The recipient's own copy: their name over the cover line of a report that finishPdf made. Appended as an incremental update
 * (ISO 32000-1, 7.5.6): the document is not read again, and its tags stay as they are, for the line is an artifact.
 */
export async function stampPdf(pdf: Buffer, { name, locale, paper }: Stamp): Promise<Buffer> {
  const text = preparedFor[locale](name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name).replaceAll(/\p{Cc}/gu, " ");
  const font = await nameFont(text);
  const place = findPlace(pdf);
  const writer = new Update(pdf, place.size);
  const { width, height } = points[paper];
  const x = width - margin.right - (font.width / 1_000) * size;
  const drawn = `/Artifact <</Type /Pagination>> BDC q 0.294 0.349 0.404 rg BT /${stampFontName} ${size} Tf ${x.toFixed(2)} ${(height - margin.top).toFixed(2)} Td <${font.codes}> Tj ET Q EMC\n`;
  writer.stream(place.stream, "", Buffer.from(drawn, "latin1"));
  writeFont(writer, place.font, font);
  return writer.end(place);
}

type Place = { stream: number; font: number; size: number; root: string; info: string | null; id: string | null; start: number };

/** Where finishPdf left room, and what an update needs of the document's end. */
function findPlace(pdf: Buffer): Place {
  const end = pdf.subarray(-2_048).toString("latin1");
  const at = pdf.indexOf("% bellwether-stamp font ");
  const mark = at < 0 ? null : stampMarkPattern.exec(pdf.subarray(Math.max(0, at - 200), at + 60).toString("latin1"));
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(end)?.[1];
  const size = /\/Size (\d+)/.exec(end)?.[1];
  const root = /\/Root (\d+ \d+ R)/.exec(end)?.[1];
  if (mark === null || start === undefined || size === undefined || root === undefined) {
    throw new BellwetherError("internal", "This is no report that a name can be put on.", { rule: "stamp" });
  }
  return {
    stream: Number(mark[1]),
    font: Number(mark[2]),
    size: Number(size),
    root,
    info: /\/Info (\d+ \d+ R)/.exec(end)?.[1] ?? null,
    id: /\/ID\s*(\[[^\]]*\])/.exec(end)?.[1] ?? null,
    start: Number(start),
  };
}

/** A composite font (ISO 32000-1, 9.7) whose codes are the subset's own glyphs. */
function writeFont(writer: Update, ref: number, { file, glyphs, metrics }: NameFont): void {
  const name = "BELLWE+Pretendard-Regular";
  const program = writer.next();
  writer.stream(program, `/Length1 ${file.length}`, file);
  const descriptor = writer.next();
  writer.object(
    descriptor,
    `<</Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [${metrics.bbox.join(" ")}] /ItalicAngle 0 /Ascent ${metrics.ascent} /Descent ${metrics.descent} /CapHeight ${metrics.capHeight} /StemV 80 /FontFile2 ${program} 0 R>>`,
  );
  const descendant = writer.next();
  writer.object(
    descendant,
    `<</Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor ${descriptor} 0 R /CIDToGIDMap /Identity /DW 1000 /W [${glyphs.map(({ id, width }) => `${id} [${width}]`).join(" ")}]>>`,
  );
  const unicode = writer.next();
  writer.stream(unicode, "", Buffer.from(unicodeMap(glyphs), "latin1"));
  writer.object(
    ref,
    `<</Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R>>`,
  );
}

const hex = (text: string) => Buffer.from(text, "utf16le").swap16().toString("hex");

function unicodeMap(glyphs: NameFont["glyphs"]): string {
  const rows = glyphs.map(({ id, text }) => `<${id.toString(16).padStart(4, "0")}> <${hex(text)}>`);
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange
${rows.length} beginbfchar
${rows.join("\n")}
endbfchar endcmap CMapName currentdict /CMap defineresource pop end end`;
}

/** Objects that are appended to a document, new ones and new versions of old ones. */
class Update {
  private readonly parts: Buffer[] = [];
  private readonly offsets = new Map<number, number>();
  private length: number;

  constructor(
    private readonly base: Buffer,
    private free: number,
  ) {
    this.length = base.length;
    this.append(Buffer.from("\n"));
  }

  next(): number {
    this.free += 1;
    return this.free - 1;
  }

  object(number: number, body: string): void {
    this.offsets.set(number, this.length);
    this.append(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, "latin1"));
  }

  stream(number: number, entries: string, content: Buffer): void {
    const packed = deflateSync(content);
    this.offsets.set(number, this.length);
    this.append(Buffer.from(`${number} 0 obj\n<</Length ${packed.length} /Filter /FlateDecode ${entries}>>\nstream\n`, "latin1"));
    this.append(packed);
    this.append(Buffer.from("\nendstream\nendobj\n", "latin1"));
  }

  end({ root, info, id, start }: Pick<Place, "root" | "info" | "id" | "start">): Buffer {
    const table = this.length;
    const rows = [...this.offsets]
      .sort(([a], [b]) => a - b)
      .map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, "0")} 00000 n \n`);
    const trailer = `<</Size ${this.free} /Root ${root}${info === null ? "" : ` /Info ${info}`}${id === null ? "" : ` /ID ${id}`} /Prev ${start}>>`;
    this.append(Buffer.from(`xref\n${rows.join("")}trailer\n${trailer}\nstartxref\n${table}\n%%EOF\n`, "latin1"));
    return Buffer.concat([this.base, ...this.parts]);
  }

  private append(part: Buffer): void {
    this.parts.push(part);
    this.length += part.length;
  }
}
