import type { ScopedRead } from "@/lib/access/scoped-read";
import { findCourse, findDepartment, findSection, type Place } from "./find-place";
import type { FoundPlace, PlaceKind } from "./search-places";

const finders: Readonly<Record<PlaceKind, (read: ScopedRead, id: string, korean: boolean) => Promise<Place | null>>> = {
  departments: findDepartment,
  courses: findCourse,
  sections: findSection,
};

/** These places by their names, in the order asked for; what is not there, or not the reader's any more, is left out. */
export async function namePlaces(
  read: ScopedRead,
  asked: readonly { kind: PlaceKind; id: string }[],
  korean: boolean,
): Promise<FoundPlace[]> {
  const found: FoundPlace[] = [];
  for (const { kind, id } of asked) {
    const place = await finders[kind](read, id, korean);
    if (place === null) continue;
    const [name, detail] = kind === "sections" ? [place.detail ?? id, id] : [place.name, place.above[0]?.name ?? null];
    found.push({ kind, id, name, detail });
  }
  return found;
}
