import fontkit from "@pdf-lib/fontkit";
import { readStampFont } from "./print-fonts";

/** A font cut down to the letters of one text, and that text in its glyphs. */
export type NameFont = {
  file: Buffer;
  /** Glyph ids of the subset as hex, and what each stands for. */
  codes: string;
  glyphs: readonly { id: number; width: number; text: string }[];
  /** In thousandths of the type size. */
  width: number;
  metrics: { ascent: number; descent: number; capHeight: number; italicAngle: number; bbox: readonly number[] };
};

type Font = ReturnType<typeof fontkit.create>;
let opened: Promise<Font> | undefined;
/** Opened once: it takes longer than a hundred stamps. */
function openFont(): Promise<Font> {
  opened ??= readStampFont().then((bytes) => fontkit.create(bytes));
  return opened;
}

/** What the font has no letter for is written as a question mark: no box that says nothing stands in a name. */
export async function nameFont(text: string): Promise<NameFont> {
  const font = await openFont();
  const known = [...text].map((character) => (font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0) ? character : "?")).join("");
  const scale = 1_000 / font.unitsPerEm;
  const subset = font.createSubset();
  const glyphs = [...known].flatMap((character) => {
    const [glyph] = font.layout(character).glyphs;
    return glyph === undefined ? [] : [{ id: subset.includeGlyph(glyph), width: Math.round(glyph.advanceWidth * scale), text: character }];
  });
  const file = await encoded(subset);
  const { minX, minY, maxX, maxY } = font.bbox;
  return {
    file,
    codes: glyphs.map(({ id }) => id.toString(16).padStart(4, "0")).join(""),
    glyphs: [...new Map(glyphs.map((glyph) => [glyph.id, glyph])).values()].sort((a, b) => a.id - b.id),
    width: glyphs.reduce((sum, { width }) => sum + width, 0),
    metrics: {
      ascent: Math.round(font.ascent * scale),
      descent: Math.round(font.descent * scale),
      capHeight: Math.round((font.capHeight || font.ascent) * scale),
      italicAngle: font.italicAngle,
      bbox: [minX, minY, maxX, maxY].map((value) => Math.round(value * scale)),
    },
  };
}

function encoded(subset: ReturnType<Font["createSubset"]>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    subset
      .encodeStream()
      .on("data", (part) => parts.push(part))
      .on("error", reject)
      .on("end", () => resolve(Buffer.concat(parts)));
  });
}
