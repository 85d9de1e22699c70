import { localDay } from "@/lib/platform/clock";
import { isBellwetherError } from "@/lib/platform/errors";
import type { ScheduledJob } from "@/lib/platform/jobs/start-jobs";
import type { Verifier } from "./verifier";

/** Once a night, at a time that no change of the clocks leaves out. */
export function nightlyVerification(verifier: Pick<Verifier, "start">, timeZone: string, now: () => Date): ScheduledJob {
  return {
    name: "nightly-verification",
    cron: "30 4 * * *",
    async run() {
      const started = await verifier.start("system", localDay(now(), timeZone)).catch((error: unknown) => {
        // One runs at this moment, or that night's came to a result: what is wanted is being done.
        if (!isBellwetherError(error) || error.code !== "conflict") throw error;
        return null;
      });
      // One that fails is a job that failed, and is tried again.
      await started?.ended;
    },
  };
}
