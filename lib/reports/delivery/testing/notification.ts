type Notified = {
  messageId: string;
  recipient?: string;
  original?: string | null;
  action?: string;
  diagnostic?: string;
  /** What is sent back of the mail; `none`: nothing, and its name of the envelope alone. */
  back?: "message" | "headers" | "none";
};

/** A notification as Postfix writes it. */
export function notificationOf({
  messageId,
  recipient = "minji.kim@example.edu",
  original = recipient,
  action = "failed",
  diagnostic = `550 5.1.1 <${recipient}>: Recipient address rejected:\n    User unknown`,
  back = "headers",
}: Notified): string {
  const headers = `Received: by relay.example.edu\nMessage-ID: ${messageId}\nSubject: =?UTF-8?B?67O06rOg7ISc?=\nFrom: reports@example.edu\nTo: ${recipient}\n`;
  const parts = { headers: ["text/rfc822-headers", headers], message: ["message/rfc822", `${headers}\nThe report\n`], none: null } as const;
  const part = parts[back];
  return [
    "From: MAILER-DAEMON@relay.example.edu (Mail Delivery System)",
    "To: bounces@example.edu",
    "Subject: Undelivered Mail Returned to Sender",
    "Message-ID: <20260309.1@relay.example.edu>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
    "",
    "--B",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "This is the mail system at host relay.example.edu.",
    "",
    "--B",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; relay.example.edu",
    `Original-Envelope-Id: ${messageId.slice(1, -1).replaceAll("+", "+2B")}`,
    "Arrival-Date: Mon,  9 Mar 2026 10:00:00 +0900",
    "",
    `Final-Recipient: rfc822; ${recipient}`,
    ...(original === null ? [] : [`Original-Recipient: rfc822;${original}`]),
    `Action: ${action}`,
    "Status: 5.1.1",
    "Remote-MTA: dns; mx.example.edu",
    `Diagnostic-Code: smtp; ${diagnostic}`,
    "",
    ...(part === null ? [] : ["--B", `Content-Type: ${part[0]}`, "", part[1]]),
    "--B--",
    "",
  ].join("\r\n");
}
