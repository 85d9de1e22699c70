import type { MailTransport } from "@/lib/platform/mail/mail-transport";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import type { SendMail } from "./ports";

const list = { id: "alerts.bellwether", name: "Bellwether alerts" };

/** Mails of alerts over the way that reports take; null: there is none. */
export const sendMailBy =
  (transport: MailTransport | null, now: () => Date): SendMail =>
  async ({ to, subject, text, html, messageId, language }, signal) => {
    if (transport === null) return { outcome: "refused", detail: inOwnWord("no-server") };
    return transport.send(
      { messageId, to: { address: to, name: null }, subject, text, html, list, language, at: now(), attachments: [] },
      signal,
    );
  };
