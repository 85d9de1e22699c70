import type { Dialect } from "../dialect";
import type { ColumnType } from "../dimensions";

/** Flink's dates have no infinity. Days of campus events lie between 1900 and 2200 (lib/contracts/values.ts). */
export const firstDay = "0001-01-01";
export const lastDay = "9999-12-31";

export const flink: Dialect = { table: (name) => name, never: `DATE '${firstDay}'` };

/**
 * Amounts have nine digits before the point and nine after: the product of two still fits what a DECIMAL holds, 38 digits.
 * More digits than nine after the point are rounded away.
 */
const amount = "DECIMAL(18, 9)";
export const sum = "DECIMAL(38, 18)";

export const columnTypes: Readonly<Record<ColumnType, string>> = {
  text: "STRING",
  uuid: "STRING",
  integer: "INT",
  bigint: "BIGINT",
  date: "DATE",
  numeric: amount,
  boolean: "BOOLEAN",
};

/** Names are quoted throughout: some are words of Flink's. */
export const quote = (name: string) => `\`${name}\``;
export const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
