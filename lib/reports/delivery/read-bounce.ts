import type { ParsedMail } from "mailparser";
import { oneLine } from "@/lib/platform/mail/mail-message";

/** Loaded where there is a mail to read: other commands start without it. */
const mailparser = () => import("mailparser");

/** What a delivery status notification says of one mail (RFC 3464). */
export type Bounce = {
  /** Of the mail that it is about, with its brackets. */
  messageId: string;
  /** The address that we gave, where the server was told and says it again. */
  originalRecipient: string | null;
  /** The status and what the last server said: `5.1.1 550 no such user`. */
  diagnostic: string;
};

/**
 * Reads a notification. `none`: it is no notification, or names no mail. `not-failed`: it is one of a mail that waits or
 * arrived.
 */
export async function readBounce(source: Buffer): Promise<{ is: "bounce"; bounce: Bounce } | { is: "none" } | { is: "not-failed" }> {
  const { simpleParser } = await mailparser();
  const mail = await simpleParser(source, { keepDeliveryStatus: true, skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  const status = mail.attachments.find(({ contentType }) => contentType === "message/delivery-status");
  if (status === undefined) return { is: "none" };
  const [ofMail = new Map<string, string>(), ...ofRecipients] = fieldGroups(status.content.toString("utf8"));
  const failed = ofRecipients.find((fields) => fields.get("action")?.toLowerCase() === "failed");
  if (failed === undefined) return ofRecipients.length === 0 ? { is: "none" } : { is: "not-failed" };
  const messageId = await messageIdIn(mail, ofMail);
  if (messageId === null) return { is: "none" };
  return {
    is: "bounce",
    bounce: { messageId, originalRecipient: addressIn(failed.get("original-recipient")), diagnostic: diagnosticOf(failed) },
  };
}

/** Of the mail that is sent back, of its headers, or of the name that we gave it in the envelope (ENVID). */
async function messageIdIn(mail: ParsedMail, ofMail: ReadonlyMap<string, string>): Promise<string | null> {
  for (const { contentType, content } of mail.attachments) {
    if (contentType !== "message/rfc822" && contentType !== "text/rfc822-headers") continue;
    const { simpleParser } = await mailparser();
    const { messageId } = await simpleParser(headersOf(content));
    if (messageId !== undefined) return messageId;
  }
  const given = ofMail.get("original-envelope-id");
  return given === undefined
    ? null
    : `<${given.replaceAll(/\+([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))}>`;
}

/** Without what came after them, which may be a whole report. */
function headersOf(mail: Buffer): Buffer {
  const ends = [mail.indexOf("\r\n\r\n"), mail.indexOf("\n\n")].filter((at) => at >= 0);
  return Buffer.concat([mail.subarray(0, ends.length === 0 ? mail.length : Math.min(...ends)), Buffer.from("\r\n\r\n")]);
}

/** Groups of fields, one for the mail and one for each recipient, with blank lines between; a field may go on in the next line. */
function fieldGroups(text: string): Map<string, string>[] {
  const groups = text
    .replaceAll("\r\n", "\n")
    .replaceAll(/\n[ \t]+/g, " ")
    .split(/\n{2,}/);
  return groups.map((group) => new Map(group.split("\n").flatMap((line) => fieldIn(line)))).filter((fields) => fields.size > 0);
}

function fieldIn(line: string): (readonly [string, string])[] {
  const [, name, value] = /^([A-Za-z-]+):\s*(.*)$/.exec(line) ?? [];
  return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()]];
}

/** `rfc822; kim@example.edu` */
const addressIn = (field: string | undefined): string | null => /^rfc822\s*;\s*<?([^<>\s]+@[^<>\s]+)>?$/i.exec(field ?? "")?.[1] ?? null;

function diagnosticOf(failed: ReadonlyMap<string, string>): string {
  const status = failed.get("status") ?? "";
  const said = (failed.get("diagnostic-code") ?? "").replace(/^smtp\s*;\s*/i, "");
  return oneLine(`${status} ${said}`) || "It came back without a reason.";
}
