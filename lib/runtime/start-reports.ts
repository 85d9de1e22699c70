import { sendMailBy } from "@/lib/alerts/delivery/send-mail-by";
import { startNoticeDelivery } from "@/lib/alerts/delivery/start-delivery";
import { notify } from "@/lib/alerts/notices/notify";
import { messageIdOf } from "@/lib/reports/delivery/message-id";
import { openDelivery, senderOf } from "@/lib/reports/delivery/open-delivery";
import { createRenderer } from "@/lib/reports/rendering/create-renderer";
import { stampPdf } from "@/lib/reports/rendering/stamp-pdf";
import type { TellOwner } from "@/lib/reports/runs/ports";
import type { RunProblem } from "@/lib/reports/runs/run-problem";
import { startReportWorker } from "@/lib/reports/runs/start-report-worker";
import type { Services } from "./services";

type Options = {
  services: Pick<Services, "config" | "database" | "vault" | "timeZone" | "now">;
  onError: (what: string) => (error: unknown) => void;
};

/** What a worker does for readers: reports when they are due, and alerts by mail and webhook. */
export async function startReports({ services, onError }: Options): Promise<{ stop(): Promise<void> }> {
  const { config, database, vault, timeZone, now } = services;
  const delivery = openDelivery({ config, database, timeZone, now });
  const renderer = createRenderer({
    database,
    now,
    url: config.printUrl ?? `http://127.0.0.1:${config.port}`,
    chromium: config.chromium,
  });
  const tellOwner: TellOwner = async (client, run, problem) => {
    await notify(
      client,
      {
        user: run.owner,
        kind: "report.failed",
        subject: `report:${run.id}`,
        link: `/reports/runs/${run.id}`,
        detail: { name: run.name, problem: inShort(problem) },
        eyes: null,
        email: true,
        webhooks: [],
      },
      { now: now(), timeZone },
    );
  };
  const sender = senderOf(config);
  const worker = await startReportWorker({
    database,
    now,
    timeZone,
    demo: config.demo,
    render: renderer.render,
    deliver: delivery.deliver,
    stamp: stampPdf,
    messageIdOf: (id) => messageIdOf(id, sender),
    tellOwner,
    onError: onError("reports"),
  });
  const notices = await startNoticeDelivery({
    database,
    vault,
    sendMail: sendMailBy(delivery.transport, now),
    allowPrivate: config.webhookPrivate,
    demo: config.demo,
    baseUrl: config.nextAuthUrl ?? `http://localhost:${config.port}`,
    timeZone,
    now,
    onError: onError("notices"),
  });
  return {
    async stop() {
      await Promise.all([worker.stop(), notices.stop()]);
      await delivery.stop();
      await renderer.stop();
    },
  };
}

/** The first cause, with the place that it names: the page of the run says the rest. */
function inShort({ causes }: RunProblem): string | null {
  const [cause] = causes;
  if (cause === undefined) return null;
  const { tile } = cause.facts;
  return typeof tile === "string" ? `${cause.message} (${tile})` : cause.message;
}
