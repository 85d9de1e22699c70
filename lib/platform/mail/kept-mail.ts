import { randomUUID } from "node:crypto";
import type { Database } from "../database";
import { isMailAddress, oneLine, type Sender, sourceOf } from "./mail-message";
import type { MailTransport } from "./mail-transport";
import { inOwnWord } from "./own-words";

/** Where there is no mail server, in the demo: each mail is kept as it would have gone out, once. */
export const keepingMails = (database: Database, from: Sender): MailTransport => ({
  async send(message, signal) {
    const { messageId, to, subject, at } = message;
    if (!isMailAddress(to.address)) return { outcome: "refused", detail: inOwnWord("no-address") };
    signal.throwIfAborted();
    const source = await sourceOf(message, from);
    await database.owner.query(
      `INSERT INTO app.mail_kept (id, message_id, to_address, user_id, subject, at, source)
       VALUES ($1, $2, $3, (SELECT id FROM app."user" WHERE lower(email) = lower($3)), $4, $5, $6)
       ON CONFLICT (message_id) DO NOTHING`,
      [randomUUID(), messageId, to.address, oneLine(subject), at, source],
    );
    return { outcome: "sent", detail: inOwnWord("kept-in-mailbox") };
  },
  close: () => undefined,
});
