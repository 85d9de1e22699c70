import type { PlaceOfScope } from "@/lib/access/place-scope";
import type { ScopedRead } from "@/lib/access/scoped-read";

export type NamedPlace = PlaceOfScope & { name: string };

/** What units, courses and sections of these ids are called in the reader's language; those that nobody has defined are left out. */
export async function nameScopePlaces(read: ScopedRead, places: readonly PlaceOfScope[], korean: boolean): Promise<NamedPlace[]> {
  const idsOf = (kind: PlaceOfScope["kind"]) => places.filter((place) => place.kind === kind).map(({ id }) => id);
  const found = await read.query<NamedPlace>(
    `SELECT 'departments' AS kind, id, ${korean ? "coalesce(name_ko, name, id)" : "coalesce(name, id)"} AS name
       FROM warehouse.dim_org_unit WHERE id = ANY($1::text[])
     UNION ALL SELECT 'courses', id, coalesce(title, id) FROM warehouse.dim_course WHERE id = ANY($2::text[])
     UNION ALL SELECT 'sections', s.id, concat_ws(' · ', c.title, s.id)
       FROM warehouse.dim_section s LEFT JOIN warehouse.dim_course c USING (course_key) WHERE s.id = ANY($3::text[])`,
    [idsOf("departments"), idsOf("courses"), idsOf("sections")],
  );
  return found.rows;
}
