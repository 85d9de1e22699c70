import { z } from "zod";
import { keep, readKept } from "../shell/kept";
import type { PlaceRef } from "./fetch-places";

const most = 6;
const keptSchema = z.array(z.object({ kind: z.enum(["departments", "courses", "sections"]), id: z.string() })).max(most);
/** Each user of a shared browser has a list of their own. */
const nameOf = (userId: string) => `bellwether.recent.${userId}`;

/** Where this user went last: ids of places only, never persons, and no names. */
export function recentPlaces(userId: string): PlaceRef[] {
  const kept = readKept(nameOf(userId));
  if (kept === null) return [];
  try {
    return keptSchema.parse(JSON.parse(kept));
  } catch {
    return []; // written by another version: it is written anew by the next place
  }
}

export function rememberPlace(userId: string, { kind, id }: PlaceRef): void {
  const others = recentPlaces(userId).filter((place) => place.kind !== kind || place.id !== id);
  keep(nameOf(userId), JSON.stringify([{ kind, id }, ...others].slice(0, most)));
}

/** The place that a path of the dashboard is of; null where it is of none. */
export function placeOfPath(path: string): PlaceRef | null {
  const match = /^\/(departments|courses|sections)\/([^/]+)$/.exec(path);
  const [, kind, id] = match ?? [];
  if (id === undefined || (kind !== "departments" && kind !== "courses" && kind !== "sections")) return null;
  return { kind, id: decodeURIComponent(id) };
}
