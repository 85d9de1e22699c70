import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import type { ScheduledJob } from "@/lib/platform/jobs/start-jobs";
import { shortenLog } from "./shorten-log";

/**
 * Once a night, after the verification, where the policy of the day says how long events are kept. One that fails is a job
 * that failed: it is told, and tried again.
 */
export function nightlyShortening(database: Database, timeZone: string, now: () => Date): ScheduledJob {
  return {
    name: "nightly-shortening",
    cron: "20 5 * * *",
    async run() {
      const today = localDay(now(), timeZone);
      const { retention } = await readPolicy({ query: (text, values) => database.owner.query(text, values) }, today);
      if (retention.events !== null) await shortenLog({ database, timeZone, today, keptDays: retention.events, now: now() });
    },
  };
}
