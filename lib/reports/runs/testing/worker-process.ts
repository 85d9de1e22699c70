import { createTransport } from "nodemailer";
import { z } from "zod";
import { openDatabase } from "@/lib/platform/database";
import type { Deliver } from "../../ports";
import { zone } from "../../testing/campus";
import { rendered } from "../../testing/report-process";
import { startReportWorker } from "../start-report-worker";

/**
 * A process that works on reports and can be killed: renderings by the tests' own measure, mails to a real server of this
 * machine. Begun by start-worker-process.ts. `ahead`: milliseconds that its clock is ahead, so that the leases of one that
 * was killed are over for it.
 */
const settings = z
  .object({ url: z.string(), smtpPort: z.number(), ahead: z.number(), deliveries: z.number() })
  .parse(JSON.parse(process.argv[2] ?? "{}"));

const transport = createTransport({
  host: "127.0.0.1",
  port: settings.smtpPort,
  pool: true,
  maxConnections: settings.deliveries,
  ignoreTLS: true,
});
const deliver: Deliver = async ({ to, messageId, rendered: { title }, pdf }) => {
  try {
    const { response } = await transport.sendMail({
      from: "reports@example.edu",
      to: to.address,
      subject: title,
      messageId,
      attachments: [{ filename: "report.pdf", content: await pdf() }],
    });
    return { outcome: "sent", detail: response };
  } catch (error) {
    return { outcome: "later", detail: String(error), unreached: true };
  }
};

const database = await openDatabase(settings.url);
await startReportWorker({
  database,
  now: () => new Date(Date.now() + settings.ahead),
  timeZone: zone,
  demo: false,
  deliveries: settings.deliveries,
  render: async (order) => rendered(order),
  deliver,
  stamp: async (pdf) => pdf,
  messageIdOf: (delivery) => `<${delivery}@example.edu>`,
  tellOwner: async () => undefined,
  onError: (error) => console.error(error),
});
