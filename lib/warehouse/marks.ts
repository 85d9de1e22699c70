/** A mark as one letter: present, late, absent, excused; a dash where nothing was recorded. */
export type MarkLetter = "p" | "l" | "a" | "e" | "-";

/** Marks by the places of their meetings, which rise. */
export type PlacedMarks = { places: readonly number[]; letters: string };

/** One letter for each meeting up to the last with a mark; later meetings have none. */
export function marksInOrder({ places, letters }: PlacedMarks): string {
  const marks: string[] = [];
  for (const [index, place] of places.entries()) {
    while (marks.length < place) marks.push("-");
    marks.push(letters.charAt(index));
  }
  return marks.join("");
}
