import { z } from "zod";
import { type CellPlace, levels } from "./cell";

const nameSchema = z.union([
  z.tuple([z.enum(levels), z.string().nullable(), z.string().nullable(), z.string().nullable()]),
  z.tuple([z.enum(levels), z.string().nullable(), z.string().nullable(), z.string().nullable(), z.string()]),
]);

/** The place that a cell's name stands for; null for a letter, which is a part of a distribution and no place. */
export function readKnownPlace(name: string): CellPlace | null {
  const [level, node, from, to, letter] = nameSchema.parse(JSON.parse(name));
  return letter === undefined ? { level, node, days: { from, to } } : null;
}
