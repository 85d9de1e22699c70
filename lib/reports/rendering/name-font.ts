import { readStampFont } from "./print-fonts";
import { readTrueType, subsetTrueType, type TrueType } from "./truetype";

/** A font cut down to the letters of one text, and that text in its glyphs. */
export type NameFont = {
  file: Buffer;
  /** Glyph ids of the subset as hex. */
  codes: string;
  /** Each with its width in thousandths of the type size, and what it stands for. */
  glyphs: readonly { id: number; width: number; text: string }[];
  /** Of the whole text. */
  width: number;
  metrics: { ascent: number; descent: number; capHeight: number; bbox: readonly number[] };
};

let opened: Promise<TrueType> | undefined;
/** Read once: it holds all of Hangul. */
function openFont(): Promise<TrueType> {
  opened ??= readStampFont().then(readTrueType);
  return opened;
}

/** What the font has no letter for is written as a question mark: no box that says nothing stands in a name. */
export async function nameFont(text: string): Promise<NameFont> {
  const font = await openFont();
  const scale = (value: number) => Math.round((value * 1_000) / font.unitsPerEm);
  const characters = [...text].map((character) => (font.glyphOf(character.codePointAt(0) ?? 0) === 0 ? "?" : character));
  const used = [...new Set(characters)];
  const glyphs = used.map((character, index) => {
    const glyph = font.glyphOf(character.codePointAt(0) ?? 0);
    return { glyph, id: index + 1, width: scale(font.advanceOf(glyph)), text: character };
  });
  const byText = new Map(glyphs.map((glyph) => [glyph.text, glyph]));
  return {
    file: subsetTrueType(
      font,
      glyphs.map(({ glyph }) => glyph),
    ),
    codes: characters.map((character) => (byText.get(character)?.id ?? 0).toString(16).padStart(4, "0")).join(""),
    glyphs,
    width: characters.reduce((sum, character) => sum + (byText.get(character)?.width ?? 0), 0),
    metrics: { ascent: scale(font.ascent), descent: scale(font.descent), capHeight: scale(font.capHeight), bbox: font.bbox.map(scale) },
  };
}
