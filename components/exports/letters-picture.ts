import { inOrder, type Letters, totalOf } from "../charts/letters";
import { barsPicture } from "./bars-picture";
import type { Palette } from "./palette";
import type { Picture } from "./picture";

type Words = { count: (count: number) => string; share: (share: number) => string; heads: readonly [string, string] };

/** One distribution as bars; of several scales each begins with its name. */
export function lettersPicture(scales: readonly Letters[], palette: Palette, words: Words): Picture {
  const bars = scales.flatMap(({ scale, letters }) => {
    const total = totalOf(letters);
    const most = Math.max(1, ...Object.values(letters));
    return inOrder(Object.keys(letters)).map((letter) => {
      const count = letters[letter] ?? 0;
      const name = scales.length > 1 && scale !== null ? `${scale} · ${letter}` : letter;
      return { name, share: count / most, strong: true, figures: [words.count(count), words.share(total === 0 ? 0 : count / total)] };
    });
  });
  return barsPicture(bars, words.heads, palette, "left");
}
