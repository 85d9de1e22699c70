import type { PoolClient } from "pg";
import { writeAudit } from "@/lib/access/write-audit";
import { type Retention, retained } from "@/lib/kpis/policy";
import { readPolicy } from "@/lib/kpis/read-policy";
import { dropSuperseded } from "@/lib/kpis/releases/drop-superseded";
import { localDay } from "@/lib/platform/clock";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { ScheduledJob } from "@/lib/platform/jobs/start-jobs";

/** Events go after a checkpoint, by a job of their own (lib/aggregator/checkpoint). */
type Kind = Exclude<keyof Retention, "events">;

/** As SQL, what may go after so many days ($1) at the moment $2: it came to its end before. */
const ended: Readonly<Record<Exclude<Kind, "releases">, Ended>> = {
  sessions: { table: "app.session", endedAt: "least(expires_at, revoked_at)" },
  links: { table: "app.sign_in_link", endedAt: "least(expires_at, used_at)" },
  attempts: { table: "app.sign_in_attempt", endedAt: "window_ends_at" },
  // Mended, found to be duplicates, or laid aside: what is open stays for ever (LOG-2).
  quarantine: { table: "log.quarantine", endedAt: "CASE WHEN state <> 'open' THEN resolved_at END" },
  // What was sent to whom, and what became of it, stays.
  documents: { table: "app.report_document", endedAt: "(SELECT ended_at FROM app.report_rendering WHERE id = rendering)" },
  mails: { table: "app.mail_kept", endedAt: "at" },
};

const dayLength = 86_400_000;

/** How many of each were deleted. */
export type Tidied = Record<Kind, number>;

/** Deletes what the policy of today keeps no longer. */
export async function tidy(database: Database, { today, now }: { today: string; now: Date }): Promise<Tidied> {
  return withTransaction(database.owner, async (client) => {
    const { retention } = await readPolicy({ query: (text, values) => client.query(text, values) }, today);
    const tidied: Tidied = { sessions: 0, links: 0, attempts: 0, quarantine: 0, releases: 0, documents: 0, mails: 0 };
    for (const kind of retained) {
      if (kind === "events") continue;
      const days = retention[kind];
      if (days === null) continue;
      tidied[kind] =
        kind === "releases"
          ? await dropSuperseded(client, new Date(now.getTime() - days * dayLength))
          : await deleteEnded(client, ended[kind], { days, now });
    }
    // They hold for a minute, and open nothing after it: no policy asks for them.
    await client.query("DELETE FROM app.print_token WHERE expires_at < $1", [now]);
    // Looked at by whoever made them, and sent to nobody.
    await client.query("DELETE FROM app.report_run WHERE purpose = 'preview' AND fired_at < $1::timestamptz - interval '1 day'", [now]);
    if (Object.values(tidied).some((count) => count > 0)) {
      await writeAudit(client, { actor: "system", action: "retention.applied", detail: tidied });
    }
    return tidied;
  });
}

type Ended = { table: string; endedAt: string };

async function deleteEnded(client: PoolClient, { table, endedAt }: Ended, { days, now }: { days: number; now: Date }): Promise<number> {
  const gone = await client.query(`DELETE FROM ${table} WHERE ${endedAt} < $2::timestamptz - make_interval(days => $1)`, [days, now]);
  return gone.rowCount ?? 0;
}

/** Once a night, at a time that no change of the clocks leaves out. */
export function nightlyTidying(database: Database, timeZone: string, now: () => Date): ScheduledJob {
  return {
    name: "nightly-tidying",
    cron: "10 4 * * *",
    async run() {
      await tidy(database, { today: localDay(now(), timeZone), now: now() });
    },
  };
}
