import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { createUser } from "@/lib/access/users";
import { useTestDatabase } from "../testing/database";
import { keepingMails } from "./kept-mail";
import { inOwnWord } from "./own-words";

const never = new AbortController().signal;

describe("mails of the demo", () => {
  const test = useTestDatabase();
  const message = {
    messageId: "<7b0c@demo.invalid>",
    to: { address: "Dean@demo.invalid", name: "학장" },
    subject: "공과대학 보고서",
    text: "Text",
    html: "<p>Text</p>",
    list: { id: "reports.demo.invalid", name: "Bellwether reports" },
    language: "ko",
    at: new Date("2026-03-09T01:00:00Z"),
    attachments: [{ name: "보고서.pdf", type: "application/pdf", bytes: Buffer.from("%PDF") }],
  };
  const kept = async () =>
    (await test.database.owner.query("SELECT message_id, to_address, user_id, subject, at, source FROM app.mail_kept ORDER BY at")).rows;

  it("are kept whole, as they would have gone out, for whom they are; once, however often they are sent", async () => {
    const scope = { kind: "institution" } as const;
    const user = await createUser(test.database, { email: "dean@demo.invalid", name: "Dean", role: "viewer", scope });
    const transport = keepingMails(test.database, { name: "Bellwether", address: "reports@demo.invalid" });
    for (let times = 0; times < 2; times += 1)
      expect(await transport.send(message, never)).toMatchObject({ outcome: "sent", detail: inOwnWord("kept-in-mailbox") });
    await transport.send({ ...message, messageId: "<8c1d@demo.invalid>", to: { address: "outside@example.org", name: null } }, never);
    const mails = await kept();
    expect(mails.map(({ source: _, ...mail }) => mail)).toEqual([
      { message_id: message.messageId, to_address: "Dean@demo.invalid", user_id: user, subject: message.subject, at: message.at },
      { message_id: "<8c1d@demo.invalid>", to_address: "outside@example.org", user_id: null, subject: message.subject, at: message.at },
    ]);
    const parsed = await simpleParser(mails[0]?.source);
    expect(parsed).toMatchObject({ messageId: message.messageId, subject: message.subject, text: "Text" });
    expect(parsed.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([["보고서.pdf", "%PDF"]]);
    expect(await transport.send({ ...message, to: { address: "nobody", name: null } }, never)).toMatchObject({ outcome: "refused" });
  });
});
