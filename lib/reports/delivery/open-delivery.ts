import type { Config } from "@/lib/platform/config";
import type { Database } from "@/lib/platform/database";
import { keepingMails } from "@/lib/platform/mail/kept-mail";
import type { MailTransport } from "@/lib/platform/mail/mail-transport";
import { openSmtp } from "@/lib/platform/mail/smtp-transport";
import type { Deliver } from "../ports";
import { createDeliver } from "./create-deliver";
import { keepsMails } from "./keeps-mails";
import { folderStore } from "./store/folder-store";
import { s3Store } from "./store/s3-store";

type DeliveryConfig = Pick<Config, "mail" | "mailAttachments" | "reportStore" | "demo" | "nextAuthUrl" | "port">;
export type DeliveryServices = { config: DeliveryConfig; database: Database; timeZone: string; now: () => Date };

/** Who writes the demo's mails (RFC 2606: nobody has this address). */
const demoSender = { name: "Bellwether", address: "reports@demo.invalid" };

/** Who writes; null where nobody does. */
export const senderOf = (config: Pick<Config, "demo" | "mail">) => config.mail?.from ?? (keepsMails(config) ? demoSender : null);

/** How reports reach people by this process's settings. `stop` ends its connections. */
export function openDelivery({ config, database, timeZone, now }: DeliveryServices): {
  deliver: Deliver;
  transport: MailTransport | null;
  stop(): Promise<void>;
} {
  const { folder, s3 } = config.reportStore;
  const transport = config.mail !== null ? openSmtp(config.mail) : keepsMails(config) ? keepingMails(database, demoSender) : null;
  const deliver = createDeliver({
    transport,
    stores: [...(folder === null ? [] : [folderStore(folder)]), ...(s3 === null ? [] : [s3Store(s3)])],
    attachments: config.mailAttachments,
    base: config.nextAuthUrl ?? `http://localhost:${config.port}`,
    timeZone,
    now,
  });
  return {
    deliver,
    transport,
    async stop() {
      transport?.close();
    },
  };
}
