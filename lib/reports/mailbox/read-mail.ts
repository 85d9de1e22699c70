import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { findMail, mayOpenAttachments } from "./find-mail";
import type { ReadMail } from "./mailbox-shape";

const parsed = (source: Buffer): Promise<ParsedMail> =>
  simpleParser(source, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
const written = (of: AddressObject | AddressObject[] | undefined) =>
  [of]
    .flat()
    .flatMap((one) => one?.text ?? [])
    .join(", ");

/** A kept mail as a mail program shows it. Throws not-found. */
export async function readMail(database: Database, reader: UserPrincipal, id: string, now: Date): Promise<ReadMail> {
  const found = await findMail(database, reader, id, now);
  const mail = await parsed(found.source);
  return {
    id: found.id,
    subject: mail.subject ?? "",
    from: written(mail.from),
    to: written(mail.to),
    at: found.at.toISOString(),
    messageId: mail.messageId ?? "",
    text: mail.text ?? "",
    html: typeof mail.html === "string" ? mail.html : null,
    headers: mail.headerLines.map(({ line }) => line.replaceAll(/\r?\n[ \t]+/g, " ")),
    attachments: mail.attachments.map(({ filename = "", size }) => ({ name: filename, bytes: size })),
    own: mayOpenAttachments(reader, found),
  };
}

/** One of its attachments, which is in the audit as the report that it is. Throws not-found. */
export async function openAttachment(database: Database, reader: UserPrincipal, { id, index }: { id: string; index: string }, now: Date) {
  const found = await findMail(database, reader, id, now);
  const attachment = /^\d{1,3}$/.test(index) ? (await parsed(found.source)).attachments[Number(index)] : undefined;
  if (attachment === undefined || !mayOpenAttachments(reader, found)) throw new BellwetherError("not-found", "There is no such mail.");
  const subject = found.delivery === null ? `mail:${found.id}` : `report:${found.delivery}`;
  await writeAudit(database.owner, inAudit(reader, { action: "report.opened", subject, detail: { run: found.run, mail: found.id } }));
  return { bytes: attachment.content, name: attachment.filename ?? "attachment", type: attachment.contentType };
}
