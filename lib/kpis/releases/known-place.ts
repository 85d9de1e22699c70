import { LRUCache } from "lru-cache";
import { z } from "zod";
import { type CellPlace, levels } from "./cell";

const nameSchema = z.union([
  z.tuple([z.enum(levels), z.string().nullable(), z.string().nullable(), z.string().nullable()]),
  z.tuple([z.enum(levels), z.string().nullable(), z.string().nullable(), z.string().nullable(), z.string()]),
]);

/** Names are read again and again, as many as places times weeks. */
const known = new LRUCache<string, { place: CellPlace | null }>({ max: 200_000 });

/** The place that a cell's name stands for; null for a letter, which is a part of a distribution and no place. */
export function readKnownPlace(name: string): CellPlace | null {
  const found = known.get(name) ?? { place: read(name) };
  known.set(name, found);
  return found.place;
}

function read(name: string): CellPlace | null {
  const [level, node, from, to, letter] = nameSchema.parse(JSON.parse(name));
  return letter === undefined ? { level, node, days: { from, to } } : null;
}
