/**
 * A statement without the application's own filter: every comparison with what the scope reaches (lib/access/scope-sql.ts,
 * lib/kpis/queries) is taken for true. What it still does not give away is held back by the database (SCOPE-2).
 */
export function withoutFilter(sql: string): string {
  return sql
    .replace(/\(SELECT warehouse\.scope_everything\(\)\)/g, "true")
    .replace(/[\w.]+\s*(?:= ANY|<> ALL)\s*\(\(SELECT warehouse\.scope_\w+\(\)\)::\w+\[\]\)/g, "true")
    .replace(/\bwarehouse\.scope_advisees\(\)/g, "ARRAY(SELECT student FROM warehouse.dim_student)");
}

/** Whether anything of the filter is left: then `withoutFilter` does not know all its forms. */
export const hasFilter = (sql: string): boolean => /\bwarehouse\.scope_/.test(sql);
