/** A table as machines read it: named columns, values as they are, never rounded. Null is an empty cell. */
export type SheetCell = string | number | boolean | null;
export type Sheet = { columns: readonly string[]; rows: readonly (readonly SheetCell[])[] };

/** What a reader of the file must know of it, in words: its title, filters, scope, freshness and time. */
export type Fact = { name: string; text: string };
