import type { QueryResult, QueryResultRow } from "pg";

/** What applies a batch asks this: a connection, or one that keeps plans (kept-plans.ts). */
export type Queryable = { query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<QueryResult<R>> };
