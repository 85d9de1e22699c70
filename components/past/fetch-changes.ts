import { type Changes, changesSchema } from "@/lib/kpis/changes";
import type { ViewQuery } from "@/lib/live/protocol";

/** What changed a figure since a moment, under the reader's scope; null where the moment is before what is kept. */
export async function fetchChanges(view: ViewQuery, since: string): Promise<Changes | null> {
  const { compare: _, groupBy: __, ...asked } = view;
  const given = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`/api/internal/changes?${new URLSearchParams([...given, ["since", since], ["limit", "20"]])}`);
  if (response.status === 400 && (await response.json()).rule === "before-history") return null;
  if (!response.ok) throw new Error(`status ${response.status}`);
  return changesSchema.parse(await response.json());
}
