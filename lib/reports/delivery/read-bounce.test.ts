import { describe, expect, it } from "vitest";
import { readBounce } from "./read-bounce";
import { notificationOf } from "./testing/notification";
import { orderOf } from "./testing/order";

const { messageId } = orderOf();
const read = (text: string) => readBounce(Buffer.from(text));

describe("notifications of mails that came back", () => {
  it.each(["headers", "message", "none"] as const)("name the mail, whatever of it is sent back (%s)", async (back) => {
    expect(await read(notificationOf({ messageId, back }))).toEqual({
      is: "bounce",
      bounce: {
        messageId,
        originalRecipient: "minji.kim@example.edu",
        diagnostic: "5.1.1 550 5.1.1 <minji.kim@example.edu>: Recipient address rejected: User unknown",
      },
    });
  });

  it("of a mail that waits, or arrived, are no failures", async () => {
    for (const action of ["delayed", "delivered", "relayed", "expanded"])
      expect(await read(notificationOf({ messageId, action }))).toEqual({ is: "not-failed" });
  });

  it("what is none is told", async () => {
    for (const text of ["", "nothing", `From: a@b.example\r\nSubject: Away\r\nIn-Reply-To: ${messageId}\r\n\r\nI am away.\r\n`])
      expect(await read(text)).toEqual({ is: "none" });
    expect(await read(notificationOf({ messageId }).replace(/Final-Recipient[\s\S]*/, "--B--\r\n"))).toEqual({ is: "none" });
    expect(await read(notificationOf({ messageId, back: "none" }).replace(/Original-Envelope-Id.*\r\n/, ""))).toEqual({ is: "none" });
  });
});
