/** SQL: a grant holds at a moment. The one place where SQL says so; lib/access/sessions.ts says it of a session's row. */
export const activeGrant = (alias: string, now: string) =>
  `${alias}.revoked_at IS NULL AND (${alias}.ends_at IS NULL OR ${alias}.ends_at > ${now}::timestamptz)`;
