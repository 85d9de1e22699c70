import * as z from "zod/mini";
import type { ViewQuery } from "@/lib/live/protocol";

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      day: z.nullable(z.string()),
      section: z.nullable(z.string()),
      student: z.nullable(z.string()),
      name: z.nullable(z.string()),
      about: z.nullable(z.string()),
      state: z.string(),
      recordedAt: z.nullable(z.string()),
      source: z.nullable(z.string()),
    }),
  ),
  more: z.boolean(),
});
export type Rows = z.infer<typeof rowsSchema>;
export type RowOfFact = Rows["rows"][number];

/** What a question asks for, as parameters of an address: the comparison and the breakdown are of the figure, not of its rows. */
export function parametersOf(view: ViewQuery): URLSearchParams {
  const { kpi: _, compare: __, groupBy: ___, ...filters } = view;
  return new URLSearchParams(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A page of the facts behind a figure, under the reader's student-level scope; null where none are the reader's to see. */
export async function fetchRows(view: ViewQuery, page: number): Promise<Rows | null> {
  const parameters = parametersOf(view);
  parameters.set("page", String(page));
  const response = await fetch(`/api/internal/rows/${view.kpi}?${parameters}`);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`status ${response.status}`);
  return rowsSchema.parse(await response.json());
}
