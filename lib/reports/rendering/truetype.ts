/**
 * As much of a TrueType font (ISO/IEC 14496-22) as it takes to cut it down to a few letters for a PDF: outlines, widths and
 * which glyph a character has. `fontkit`, which pdf-lib uses, halves odd offsets of glyphs when it cuts and loses letters so.
 */
export type TrueType = {
  glyphOf(codePoint: number): number;
  /** In units of the em. */
  advanceOf(glyph: number): number;
  outlineOf(glyph: number): Buffer;
  table(tag: string): Buffer;
  unitsPerEm: number;
  ascent: number;
  descent: number;
  capHeight: number;
  bbox: readonly [number, number, number, number];
};

export function readTrueType(file: Buffer): TrueType {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < file.readUInt16BE(4); index += 1) {
    const at = 12 + index * 16;
    const [offset, length] = [file.readUInt32BE(at + 8), file.readUInt32BE(at + 12)];
    tables.set(file.toString("latin1", at, at + 4), file.subarray(offset, offset + length));
  }
  const table = (tag: string): Buffer => tables.get(tag) ?? Buffer.alloc(0);
  const [head, hhea, hmtx, loca, glyf, os2] = [table("head"), table("hhea"), table("hmtx"), table("loca"), table("glyf"), table("OS/2")];
  const long = head.readInt16BE(50) === 1;
  const metrics = hhea.readUInt16BE(34);
  const offsetOf = (glyph: number) => (long ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2);
  return {
    glyphOf: characterMap(table("cmap")),
    advanceOf: (glyph) => hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4),
    outlineOf: (glyph) => glyf.subarray(offsetOf(glyph), offsetOf(glyph + 1)),
    table,
    unitsPerEm: head.readUInt16BE(18),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    capHeight: os2.length >= 90 ? os2.readInt16BE(88) : hhea.readInt16BE(4),
    bbox: [head.readInt16BE(36), head.readInt16BE(38), head.readInt16BE(40), head.readInt16BE(42)],
  };
}

/** The table of all characters (format 12), else that of the basic plane (format 4). 0 where the font has none. */
function characterMap(cmap: Buffer): (codePoint: number) => number {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(4 + index * 8 + 4));
  const of = (format: number) => offsets.map((offset) => cmap.subarray(offset)).find((part) => part.readUInt16BE(0) === format);
  const all = of(12);
  if (all !== undefined) {
    return (codePoint) => {
      for (let at = 16, end = 16 + all.readUInt32BE(12) * 12; at < end; at += 12) {
        const first = all.readUInt32BE(at);
        if (codePoint >= first && codePoint <= all.readUInt32BE(at + 4)) return all.readUInt32BE(at + 8) + codePoint - first;
      }
      return 0;
    };
  }
  const basic = of(4);
  if (basic === undefined) return () => 0;
  const double = basic.readUInt16BE(6);
  return (codePoint) => {
    for (let at = 0; at < double; at += 2) {
      if (codePoint > basic.readUInt16BE(14 + at)) continue;
      const first = basic.readUInt16BE(16 + double + at);
      if (codePoint < first) return 0;
      const delta = basic.readUInt16BE(16 + 2 * double + at);
      const rangeAt = 16 + 3 * double + at;
      const range = basic.readUInt16BE(rangeAt);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = basic.readUInt16BE(rangeAt + range + (codePoint - first) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

const flags = { wide: 1, more: 32, scale: 8, twoScales: 64, matrix: 128 } as const;

/** A font of the named glyphs and what they are put together from, numbered from 1 on in that order; 0 is the one for none. */
export function subsetTrueType(font: TrueType, glyphs: readonly number[]): Buffer {
  const chosen = [0, ...glyphs];
  const outlines: Buffer[] = [];
  for (let index = 0; index < chosen.length; index += 1) {
    const outline = Buffer.from(font.outlineOf(chosen[index] ?? 0));
    for (const at of componentsOf(outline)) {
      const part = outline.readUInt16BE(at);
      if (!chosen.includes(part)) chosen.push(part);
      outline.writeUInt16BE(chosen.indexOf(part), at);
    }
    outlines.push(padded(outline));
  }
  const [head, hhea, maxp] = [Buffer.from(font.table("head")), Buffer.from(font.table("hhea")), Buffer.from(font.table("maxp"))];
  head.writeInt16BE(1, 50);
  hhea.writeUInt16BE(chosen.length, 34);
  maxp.writeUInt16BE(chosen.length, 4);
  const loca = Buffer.alloc((chosen.length + 1) * 4);
  const hmtx = Buffer.alloc(chosen.length * 4);
  let offset = 0;
  for (const [index, outline] of outlines.entries()) {
    loca.writeUInt32BE(offset, index * 4);
    hmtx.writeUInt16BE(font.advanceOf(chosen[index] ?? 0), index * 4);
    // The left bearing is where the outline begins.
    hmtx.writeInt16BE(outline.length >= 4 ? outline.readInt16BE(2) : 0, index * 4 + 2);
    offset += outline.length;
  }
  loca.writeUInt32BE(offset, chosen.length * 4);
  const hints = ["cvt ", "fpgm", "prep"].map((tag) => [tag, font.table(tag)] as const).filter(([, table]) => table.length > 0);
  return assemble([
    ...hints,
    ["glyf", Buffer.concat(outlines)],
    ["head", head],
    ["hhea", hhea],
    ["hmtx", hmtx],
    ["loca", loca],
    ["maxp", maxp],
  ]);
}

/** Where a composite outline names its parts. */
function componentsOf(outline: Buffer): number[] {
  if (outline.length < 10 || outline.readInt16BE(0) >= 0) return [];
  const places: number[] = [];
  let at = 10;
  for (let more = true; more; ) {
    const flag = outline.readUInt16BE(at);
    places.push(at + 2);
    at += 4 + ((flag & flags.wide) !== 0 ? 4 : 2);
    if ((flag & flags.scale) !== 0) at += 2;
    else if ((flag & flags.twoScales) !== 0) at += 4;
    else if ((flag & flags.matrix) !== 0) at += 8;
    more = (flag & flags.more) !== 0;
  }
  return places;
}

const padded = (part: Buffer) => (part.length % 4 === 0 ? part : Buffer.concat([part, Buffer.alloc(4 - (part.length % 4))]));

function assemble(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(sorted.length));
  const directory = Buffer.alloc(12 + sorted.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(sorted.length, 4);
  directory.writeUInt16BE(power * 16, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(sorted.length * 16 - power * 16, 10);
  let offset = directory.length;
  for (const [index, [tag, table]] of sorted.entries()) {
    const at = 12 + index * 16;
    directory.write(tag, at, "latin1");
    directory.writeUInt32BE(checksum(table), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(table.length, at + 12);
    offset += padded(table).length;
  }
  return Buffer.concat([directory, ...sorted.map(([, table]) => padded(table))]);
}

function checksum(table: Buffer): number {
  const whole = padded(table);
  let sum = 0;
  for (let at = 0; at < whole.length; at += 4) sum = (sum + whole.readUInt32BE(at)) >>> 0;
  return sum;
}
