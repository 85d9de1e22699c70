import * as z from "zod/mini";

const placeSchema = z.object({
  kind: z.enum(["departments", "courses", "sections"]),
  id: z.string(),
  name: z.string(),
  detail: z.nullable(z.string()),
});
const answerSchema = z.object({
  places: z.array(placeSchema),
  people: z.object({
    by: z.enum(["names", "numbers", "nothing"]),
    found: z.array(z.object({ student: z.string(), name: z.nullable(z.string()), id: z.string() })),
  }),
});
export type PlaceFound = z.infer<typeof placeSchema>;
export type PlacesFound = z.infer<typeof answerSchema>;
export type PlaceRef = Pick<PlaceFound, "kind" | "id">;

/** Asks what a text names (of places only, where no person can be meant), or what places of these ids are called now. */
export async function fetchPlaces(
  asked: { text: string; only?: "places" } | { named: readonly PlaceRef[] },
  signal: AbortSignal,
): Promise<PlacesFound> {
  const response = await fetch("/api/internal/places", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(asked),
    signal,
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return answerSchema.parse(await response.json());
}

export const hrefOfPlace = ({ kind, id }: PlaceRef): string => `/${kind}/${encodeURIComponent(id)}`;
