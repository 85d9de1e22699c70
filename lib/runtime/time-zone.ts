import type { Database } from "@/lib/platform/database";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";

export const machineTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * The institution's zone: kept in the database, because the local days of facts are resolved in it.
 * It can still be chosen while the log is empty and no aggregator runs, which would go on in the zone before;
 * later another one is refused with config-invalid, for all of those days would need to be resolved again.
 */
export function resolveTimeZone(database: Database, asked: string | null): Promise<string> {
  return withTransaction(database.owner, async (client) => {
    await client.query("INSERT INTO app.setting (key, value) VALUES ('time-zone', to_jsonb($1::text)) ON CONFLICT DO NOTHING", [
      asked ?? machineTimeZone(),
    ]);
    const found = await client.query<{ zone: string; used: boolean }>(
      `SELECT value #>> '{}' AS zone, EXISTS (SELECT FROM log.event_partition WHERE next_offset > 0)
         OR EXISTS (SELECT FROM log.consumer_member WHERE seen_at > now() - interval '10 seconds') AS used
       FROM app.setting WHERE key = 'time-zone' FOR UPDATE`,
    );
    const kept = found.rows[0];
    if (kept === undefined) throw new BellwetherError("internal", "The time zone's setting was not kept.");
    if (asked === null || asked === kept.zone) return kept.zone;
    if (!kept.used) {
      await client.query("UPDATE app.setting SET value = to_jsonb($1::text), updated_at = now() WHERE key = 'time-zone'", [asked]);
      return asked;
    }
    throw new BellwetherError(
      "config-invalid",
      `BELLWETHER_TIME_ZONE: this database's days are kept in ${kept.zone}, and ${asked} was asked for.`,
      { variable: "BELLWETHER_TIME_ZONE", expected: kept.zone, found: asked },
    );
  });
}
