import { instantSql } from "@/lib/platform/instant-sql";

/** SQL: a run as lists tell it (ListedRun), by its alias. Reached: mail was taken over, or the archive alone was asked for. */
export const listedRunSql = (r: string) => `(SELECT jsonb_build_object(
    'id', ${r}.id, 'purpose', ${r}.purpose, 'state', ${r}.state, 'late', ${r}.late, 'dueAt', ${instantSql(`${r}.due_at`)},
    'firedAt', ${instantSql(`${r}.fired_at`)}, 'endedAt', ${instantSql(`${r}.ended_at`)},
    'recipients', count(d.id), 'reached', count(d.id) FILTER (WHERE d.state IN ('sent', 'kept')),
    'failed', count(d.id) FILTER (WHERE d.state IN ('refused', 'failed', 'bounced')))
  FROM app.report_delivery d WHERE d.run = ${r}.id)`;
