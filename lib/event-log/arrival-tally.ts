import type { PoolClient } from "pg";

/** Of what an arrival is counted: `source` "", `type` "" and version 0 where they could not be read. */
export type Arrival = { source: string; type: string; schemaVersion: number };
export type ArrivalResult = "accepted" | "duplicate" | "rejected";
type Counts = Arrival & Record<ArrivalResult, number>;

/**
 * Counts what arrived, by source and hour and by contract, in the transaction that keeps it: counts and log
 * agree whatever crashes, and nobody scans the log for them. Its rows are the last that such a transaction
 * locks, in the order of their keys.
 */
export class ArrivalTally {
  private readonly counts = new Map<string, Counts>();

  add({ source, type, schemaVersion }: Arrival, result: ArrivalResult): void {
    const key = `${source}\u0000${type}\u0000${schemaVersion}`;
    const known = this.counts.get(key);
    if (known !== undefined) known[result] += 1;
    else this.counts.set(key, { source, type, schemaVersion, accepted: 0, duplicate: 0, rejected: 0, [result]: 1 });
  }

  async write(client: PoolClient): Promise<void> {
    const rows = [...this.counts.values()];
    if (rows.length === 0) return;
    await client.query(
      `WITH came AS (
         SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[])
           AS came (source, type, schema_version, accepted, duplicate, rejected)),
       by_hour AS (
         INSERT INTO log.arrival_hour AS kept (source, hour, accepted, duplicate, rejected)
         SELECT source, date_trunc('hour', clock_timestamp(), 'UTC'), sum(accepted), sum(duplicate), sum(rejected)
         FROM came GROUP BY source ORDER BY source COLLATE "C"
         ON CONFLICT (source, hour) DO UPDATE SET accepted = kept.accepted + excluded.accepted,
           duplicate = kept.duplicate + excluded.duplicate, rejected = kept.rejected + excluded.rejected)
       INSERT INTO log.arrival_total AS kept (source, type, schema_version, accepted, duplicate, rejected)
       SELECT * FROM came ORDER BY source COLLATE "C", type, schema_version
       ON CONFLICT (source, type, schema_version) DO UPDATE SET accepted = kept.accepted + excluded.accepted,
         duplicate = kept.duplicate + excluded.duplicate, rejected = kept.rejected + excluded.rejected`,
      [
        rows.map((row) => row.source),
        rows.map((row) => row.type),
        rows.map((row) => row.schemaVersion),
        rows.map((row) => row.accepted),
        rows.map((row) => row.duplicate),
        rows.map((row) => row.rejected),
      ],
    );
  }
}
