import { z } from "zod";
import { BellwetherError } from "../errors";

export type MailAttachment = { name: string; type: string; bytes: Buffer };

/** One mail to one person. `messageId` is with its brackets, and the same however often it is tried. */
export type MailMessage = {
  messageId: string;
  to: { address: string; name: string | null };
  subject: string;
  text: string;
  html: string;
  /** The stream of mails that it belongs to, `id.host`, and its name: readers sort by it. */
  list: { id: string; name: string };
  language: string;
  at: Date;
  attachments: readonly MailAttachment[];
};

export type Sender = { name: string; address: string };

export const isMailAddress = (text: string): boolean => z.email().max(254).safeParse(text).success;

const longestLine = 200;

/** What goes into a header is one line, whatever it was made of: no header begins within it. */
export const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, longestLine);

const idForm = /^<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>$/;

/** The mail as the composer takes it. Nothing in it is read from files or addresses. Throws what is our own fault. */
export function composition(message: MailMessage, from: Sender) {
  const { messageId, to, list, attachments } = message;
  if (!idForm.test(messageId)) throw new BellwetherError("internal", "A Message-ID has another form.", { field: "messageId" });
  if (!/^[a-z0-9.-]+$/i.test(list.id)) throw new BellwetherError("internal", "A list has another form.", { field: "list.id" });
  const name = oneLine(to.name ?? "");
  return {
    messageId,
    from: { name: oneLine(from.name), address: from.address },
    to: name === "" ? to.address : { name, address: to.address },
    subject: oneLine(message.subject),
    text: message.text,
    html: message.html,
    date: message.at,
    headers: {
      // RFC 3834: whoever is away does not answer it.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": message.language,
      // RFC 2919
      "List-Id": { prepared: true, value: `${phrase(list.name)} <${list.id}>` },
    },
    attachments: attachments.map(({ name: filename, type, bytes }) => ({
      filename: oneLine(filename),
      contentType: type,
      content: bytes,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

const phrase = (text: string) => `"${oneLine(text).replaceAll(/[^\x20-\x7e]|["\\<>]/g, "")}"`;

/** The message as it would go out (RFC 5322). */
export async function sourceOf(message: MailMessage, from: Sender): Promise<Buffer> {
  // Loaded where a mail is composed: the command line starts without it.
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  return new Promise((resolve, reject) => {
    new MailComposer(composition(message, from)).compile().build((error, source) => (error === null ? resolve(source) : reject(error)));
  });
}
