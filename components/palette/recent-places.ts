import * as z from "zod/mini";
import { keep, readKept } from "../shell/kept";
import type { PlaceRef } from "./fetch-places";

const most = 6;
const keptSchema = z.array(z.object({ kind: z.enum(["departments", "courses", "sections"]), id: z.string() })).check(z.maxLength(most));
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
