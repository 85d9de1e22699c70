import type { Database } from "@/lib/platform/database";
import type { ScheduledJob } from "@/lib/platform/jobs/start-jobs";
import { logger } from "@/lib/platform/log-output";
import type { SigningKey } from "@/lib/privacy/signing";
import { anchorFileIn, readAnchorFileIfAny } from "./anchor-file";
import { anchorHead } from "./anchor-head";
import { findingInWords } from "./finding";
import { verifyAudit } from "./verify-audit";
import type { ChainState } from "./verify-chain";

type Options = { database: Database; key: SigningKey; dataDirectory: string; now: () => Date };

/** The signed head, again and again, and the whole chain once a night, at a time that no change of the clocks leaves out. */
export function auditJobs({ database, key, dataDirectory, now }: Options): ScheduledJob[] {
  const file = anchorFileIn(dataDirectory);
  return [
    {
      name: "audit-anchor",
      cron: "*/10 * * * *",
      async run() {
        const { anchor, state } = await anchorHead({ database, key, file, now });
        // The output goes where the operator's logs go: another place that keeps it.
        if (anchor !== null) logger.info({ anchor }, "audit: head signed");
        tell(state);
      },
    },
    {
      name: "nightly-audit-verification",
      cron: "50 4 * * *",
      async run() {
        const anchors = await readAnchorFileIfAny(file);
        tell(await verifyAudit({ database, key, actor: "system", now, anchors }));
      },
    },
  ];
}

/** That it does not hold is no failure of the job, which would be tried again; it is kept, and told. */
function tell({ finding }: ChainState): void {
  if (finding !== null) logger.error({ finding }, `audit: ${findingInWords(finding)}`);
}
