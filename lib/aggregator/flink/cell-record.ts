import { z } from "zod";
import type { RawRecord } from "@/lib/event-log/kafka/tail";
import { type CellTable, type Family, families } from "../families";
import { isOfFlink } from "./compile-cells";

/** A cell as it is from now on; null: nothing is in it any more. Key and value stay the text that Flink wrote, so that sums keep their digits. */
export type CellRecord = { offset: bigint } & ({ table: string; key: string; value: string | null } | { table: null });

export const flinkTables: ReadonlyMap<string, { family: Family; table: CellTable }> = new Map(
  families.flatMap((family) => family.cells.filter(isOfFlink).map((table) => [table.name, { family, table }] as const)),
);

const keyValue = z.union([z.number(), z.string()]);
const keySchema = z.looseObject({ cell: z.string() });
const valueSchema = z.record(z.string(), z.number().nullable());

/** Reads a record; what is no cell of ours is told as such, for it must stop nobody. */
export function readCell({ offset, key, value }: Pick<RawRecord, "offset" | "key" | "value">): CellRecord {
  const keyText = key?.toString("utf8") ?? "";
  const said = keySchema.safeParse(parsed(keyText)).data;
  const found = said === undefined ? undefined : flinkTables.get(said.cell);
  if (said === undefined || found === undefined) return { offset, table: null };
  if (!found.table.keys.every((name) => keyValue.safeParse(said[name]).success)) return { offset, table: null };
  if (value === null) return { offset, table: said.cell, key: keyText, value: null };
  const valueText = value.toString("utf8");
  const measures = valueSchema.safeParse(parsed(valueText)).data;
  const isWhole = measures !== undefined && Object.keys(found.family.measures).every((name) => typeof measures[name] === "number");
  return isWhole ? { offset, table: said.cell, key: keyText, value: valueText } : { offset, table: null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no schema takes
  }
}
