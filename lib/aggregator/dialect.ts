/**
 * What the engines say differently. Definitions of facts and of what they add to cells are written in the SQL that all of
 * them read, and take the rest from here.
 */
export type Dialect = {
  /** A dimension or fact as it is named in a query. */
  table: (name: string) => string;
  /** The day before all days: known, and none. */
  never: string;
};

export const postgres: Dialect = { table: (name) => `warehouse.${name}`, never: "'-infinity'::date" };
