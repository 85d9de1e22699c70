import type { KpiAnswer, KpiMeasures } from "@/lib/kpis/answer";

/** From best to least. P and NP stand apart: they carry no points. */
const graded = ["A+", "A0", "A", "A-", "B+", "B0", "B", "B-", "C+", "C0", "C", "C-", "D+", "D0", "D", "D-", "F"];
const bands = ["Distinction", "Merit", "Pass", "Fail"];
const order = [...graded, ...bands, "P", "NP"];
const rank = (letter: string) => (order.includes(letter) ? order.indexOf(letter) : order.length);

export type Letters = { scale: string | null; letters: Readonly<Record<string, number>> };

/** The distributions of an answer, one for each scale: they are never added up. */
export function lettersOf(answer: Pick<KpiAnswer, "scales" | "measures">): Letters[] {
  if (answer.scales !== undefined) {
    return answer.scales.map(({ scale, measures }) => ({ scale, letters: lettersIn(measures) })).filter(hasAny);
  }
  return [{ scale: null, letters: lettersIn(answer.measures) }].filter(hasAny);
}

const hasAny = ({ letters }: Letters) => Object.values(letters).some((count) => count > 0);

function lettersIn(measures: KpiMeasures | undefined): Record<string, number> {
  if (measures === undefined || !("letters" in measures)) return {};
  return typeof measures.letters === "object" ? measures.letters : {};
}

export const totalOf = (letters: Letters["letters"]): number => Object.values(letters).reduce((sum, count) => sum + count, 0);

export const inOrder = (names: Iterable<string>): string[] => [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

/** The letter in the middle, from best to least, of those that have a place in the order; null where none has. */
export function medianLetter(letters: Letters["letters"]): string | null {
  const ranked = inOrder(Object.keys(letters)).filter((letter) => graded.includes(letter) || bands.includes(letter));
  const total = ranked.reduce((sum, letter) => sum + (letters[letter] ?? 0), 0);
  let sum = 0;
  for (const letter of ranked) {
    sum += letters[letter] ?? 0;
    if (total > 0 && sum * 2 >= total) return letter;
  }
  return null;
}
