import type { PlaceRef } from "./fetch-places";

/** The place that a path of the dashboard is of; null where it is of none. */
export function placeOfPath(path: string): PlaceRef | null {
  const match = /^\/(departments|courses|sections)\/([^/]+)$/.exec(path);
  const [, kind, id] = match ?? [];
  if (id === undefined || (kind !== "departments" && kind !== "courses" && kind !== "sections")) return null;
  return { kind, id: decodeURIComponent(id) };
}
