/** SQL: the key of a term, or of the one under way on a day; between terms the latest, as figures do (lib/kpis/read-context.ts). */
export const termKeySql = (term: string, today: string) => `(SELECT term_key FROM warehouse.dim_term
  WHERE ${term}::text IS NULL OR id = ${term}
  ORDER BY coalesce(${today}::date BETWEEN starts_on AND ends_on, false) DESC, starts_on DESC NULLS LAST, id DESC LIMIT 1)`;
