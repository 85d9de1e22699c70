/** SQL that spells an instant as events do: UTC, in milliseconds. */
export const instantSql = (value: string) => `to_char((${value}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
