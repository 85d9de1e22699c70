import { setImmediate } from "node:timers/promises";
import type { AddressObject } from "mailparser";
import type { SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import type { MailConfig } from "@/lib/platform/delivery-config";
import type { MailTransport } from "@/lib/platform/mail/mail-transport";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import { openSmtp, type SmtpTimes } from "@/lib/platform/mail/smtp-transport";
import type { DeliveryOrder } from "../ports";
import { createDeliver } from "./create-deliver";
import { MailServer, readAll } from "./testing/mail-server";
import { orderOf, pdfBytes, sender } from "./testing/order";

const base = "https://kpi.example.edu";
const now = () => new Date("2026-03-09T01:00:00Z");
const never = new AbortController().signal;

/** The error of smtp-server that answers with this code. */
const answering = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });

describe("reports by mail", () => {
  const server = new MailServer();
  let transport: MailTransport | null = null;
  afterEach(async () => {
    transport?.close();
    transport = null;
    await server.stop();
    server.received.length = 0;
    server.tried = 0;
  });

  const open = (config: Partial<MailConfig> = {}, times: Partial<SmtpTimes> = {}) => {
    transport?.close();
    const at: MailConfig = { host: "127.0.0.1", port: server.port, tls: "none", login: null, from: sender, bounces: "bounces@example.edu" };
    transport = openSmtp({ ...at, ...config }, { connect: 2_000, greeting: 2_000, handOver: 2_000, answer: 4_000, ...times });
    return transport;
  };
  const delivering = (change: { attachments?: boolean; config?: Partial<MailConfig>; times?: Partial<SmtpTimes> } = {}) =>
    createDeliver({
      transport: open(change.config, change.times),
      stores: [],
      attachments: change.attachments ?? true,
      base,
      timeZone: "Asia/Seoul",
      now,
    });
  const started = (options: SMTPServerOptions = {}) => server.start(options);
  const onlyOne = () => {
    const [only, ...more] = server.received;
    if (only === undefined || more.length > 0) throw new Error(`${server.received.length} mails came.`);
    return only;
  };
  const addresses = (of: AddressObject | AddressObject[] | undefined) => [of].flat().flatMap((one) => one?.value ?? []);

  it("brings figures, the link and the very bytes of the PDF, under the delivery's own Message-ID", async () => {
    await started();
    const order = orderOf();
    expect(await delivering()(order, never)).toEqual({ outcome: "sent", detail: expect.stringContaining("queued as 4711") });
    const { from, to, mail } = onlyOne();
    expect([from, to]).toEqual(["bounces@example.edu", ["minji.kim@example.edu"]]);
    expect(mail.messageId).toBe(order.messageId);
    expect(mail.subject).toBe("Attendance and grades, Engineering, 2026-1");
    expect(addresses(mail.to)).toEqual([{ address: "minji.kim@example.edu", name: "김민지" }]);
    expect(addresses(mail.from)).toEqual([sender]);
    expect(mail.date).toEqual(now());
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail.headers.get("content-language")).toBe("en");
    expect(mail.headers.get("list")).toMatchObject({ id: { id: "reports.example.edu", name: "Bellwether reports" } });
    expect(mail.attachments.map(({ filename, contentType, content }) => [filename, contentType, content.equals(pdfBytes)])).toEqual([
      ["Attendance and grades, Engineering, 2026-1 2026-03-09.pdf", "application/pdf", true],
    ]);
    for (const shown of [mail.text ?? "", mail.html === false ? "" : mail.html]) {
      for (const said of ["91.2%", "1,840 students", "3.46", "1 student", "too few students", "9 Mar 2026, 09:15", "Asia/Seoul", "2026-1"])
        expect(shown).toContain(said);
      expect(shown).toContain(`${base}/reports/archive?delivery=${order.id}`);
      expect(shown).toContain("3 pages");
    }
  });

  const shownIn = ({ mail }: ReturnType<typeof onlyOne>) => [mail.text ?? "", mail.html === false ? "" : mail.html];

  it("leads nobody to an archive who has none: an address outside", async () => {
    for (const [locale, said, attached] of [
      ["en", "The report is attached (3 pages).", true],
      ["en", "The report (3 pages) could not be attached.", false],
      ["ko", "보고서(3쪽)를 첨부했습니다.", true],
    ] as const) {
      await started();
      await delivering({ attachments: attached })(orderOf({ locale, to: { address: "board@example.org", name: null } }), never);
      for (const shown of shownIn(onlyOne())) {
        expect(shown).toContain(said);
        for (const never of ["archive", "보관함", "Open in Bellwether", base]) expect(shown).not.toContain(never);
      }
      await server.stop();
      server.received.length = 0;
    }
  });

  it.each([
    ["en", "Mean grade points (provisional), Engineering: 2.70 (1,168 students)", "Grade distribution: hidden", "(at least 40 students)"],
    ["ko", "평균 평점(잠정), Engineering: 2.70 (학생 1,168명)", "학점 분포: 비공개", "(학생 40명 이상)"],
  ] as const)(
    "calls the mean of grades by its name in %s, provisional where it is, and a bound a bound",
    async (locale, mean, hidden, bound) => {
      await started();
      const grades = { kpi: "grade-distribution", unit: "points", n: 1_168 };
      const figures = [
        { ...grades, place: "Engineering", value: 2.7, suppressed: false, provisional: true },
        { ...grades, place: null, value: 2.7, suppressed: true },
        { kpi: "attendance-rate", unit: "ratio", place: null, value: 0.9, n: 40, nExact: false, suppressed: false },
      ];
      await delivering()(orderOf({ locale, rendered: { ...orderOf().rendered, headline: { term: null, figures } } }), never);
      const [text] = shownIn(onlyOne());
      expect(text).toContain(mean);
      expect(text).toContain(hidden);
      expect(text).toContain(bound);
    },
  );

  it("CELL-1: of a hidden figure there is no number in it", async () => {
    await started();
    const order = orderOf();
    const hidden = { kpi: "dropout-rate", place: null, value: 0.4242, unit: "ratio", n: 7, suppressed: true };
    await delivering()(orderOf({ rendered: { ...order.rendered, headline: { term: null, figures: [hidden] } } }), never);
    const { mail } = onlyOne();
    for (const shown of [mail.text ?? "", mail.html === false ? "" : mail.html]) {
      expect(shown).not.toMatch(/42\.4|7 students/);
      expect(shown).toContain("hidden");
    }
  });

  it("writes Korean to Korean readers, in the subject and the file's name too", async () => {
    await started();
    const order = orderOf();
    const title = "출석과 성적, 공과대학, 2026년 1학기";
    await delivering()(orderOf({ locale: "ko", rendered: { ...order.rendered, title } }), never);
    const { mail, source } = onlyOne();
    expect(mail.subject).toBe(title);
    expect(mail.headers.get("content-language")).toBe("ko");
    expect(mail.attachments[0]?.filename).toBe(`${title} 2026-03-09.pdf`);
    expect(mail.text).toContain("출석률, Engineering: 91.2% (학생 1,840명)");
    expect(mail.text).toContain("2026년 3월 9일 09:15");
    expect(mail.html === false ? "" : mail.html).toContain('<html lang="ko">');
    // Headers travel in ASCII.
    expect(source.subarray(0, source.indexOf("\r\n\r\n")).every((byte) => byte < 128)).toBe(true);
  });

  it("leads to the report where attachments are not wanted, or not allowed by the institution", async () => {
    await started();
    const unread = async (): Promise<Buffer> => {
      throw new Error("It is not needed.");
    };
    expect(await delivering()(orderOf({ email: "link", pdf: unread }), never)).toMatchObject({ outcome: "sent" });
    expect(await delivering({ attachments: false })(orderOf({ pdf: unread }), never)).toMatchObject({ outcome: "sent" });
    expect(server.received.map(({ mail }) => [mail.attachments.length, mail.text?.includes("is in your archive:")])).toEqual([
      [0, true],
      [0, true],
    ]);
  });

  it("no header can be put in by a name, a title or a file's name", async () => {
    await started();
    const order = orderOf();
    const evil = 'A\r\nBcc: all@example.edu\r\n\r\n<script>"\u2028&';
    await delivering()(
      orderOf({
        to: { address: "minji.kim@example.edu", name: evil },
        rendered: {
          ...order.rendered,
          title: evil,
          headline: { term: evil, figures: [{ kpi: evil, place: evil, value: 1, unit: evil, n: 1, suppressed: false }] },
        },
      }),
      never,
    );
    const { mail, to } = onlyOne();
    expect(to).toEqual(["minji.kim@example.edu"]);
    expect(mail.headers.has("bcc")).toBe(false);
    expect(mail.subject).toBe('A Bcc: all@example.edu <script>" &');
    expect(mail.html === false ? "" : mail.html).not.toContain("<script>");
    expect(mail.attachments).toHaveLength(1);
    for (const address of ["a@example.edu\r\nRCPT TO:<b@example.edu>", "a@example.edu, b@example.edu", "<a@example.edu>", ""])
      expect(await delivering()(orderOf({ to: { address, name: null } }), never)).toEqual({
        outcome: "refused",
        detail: inOwnWord("no-address"),
      });
    for (const messageId of ["<a@b>\r\nBcc: c@example.edu", "a@b", "<a b@c>"])
      await expect(delivering()(orderOf({ messageId }), never)).rejects.toMatchObject({ code: "internal" });
    expect(server.received).toHaveLength(1);
  });

  it("a recipient whom the server does not know is refused, in its words; the next one gets theirs", async () => {
    await started({
      onRcptTo: ({ address }, _, callback) =>
        callback(address.startsWith("gone") ? answering(550, "5.1.1 <gone@example.edu>: Recipient unknown") : null),
    });
    const deliver = delivering();
    expect(await deliver(orderOf({ to: { address: "gone@example.edu", name: null } }), never)).toEqual({
      outcome: "refused",
      detail: "550 5.1.1 <gone@example.edu>: Recipient unknown",
    });
    expect(await deliver(orderOf(), never)).toMatchObject({ outcome: "sent" });
    expect(server.received.map(({ to }) => to)).toEqual([["minji.kim@example.edu"]]);
  });

  it("who says to come again is asked again, and gets the same mail under the same Message-ID", async () => {
    let asked = 0;
    await started({
      onRcptTo: (_, __, callback) => {
        asked += 1;
        callback(asked === 1 ? answering(451, "4.7.1 Greylisted, come again in 5 minutes") : null);
      },
    });
    const [deliver, order] = [delivering(), orderOf()];
    expect(await deliver(order, never)).toEqual({ outcome: "later", detail: "451 4.7.1 Greylisted, come again in 5 minutes" });
    expect(await deliver(order, never)).toMatchObject({ outcome: "sent" });
    expect(onlyOne().mail.messageId).toBe(order.messageId);
  });

  it("a connection that is lost after the data means later, and is tried once only; the second try bears the same Message-ID", async () => {
    const ids: (string | undefined)[] = [];
    await started({
      onData: (stream, session, callback) => {
        void readAll(stream).then(async (source) => {
          ids.push(/^Message-ID: (.*)\r$/im.exec(source.toString("latin1"))?.[1]);
          if (ids.length > 1) return callback(null, "Ok");
          for (const one of serverConnections()) one.close();
          return session;
        });
      },
    });
    const serverConnections = () => Array.from((Reflect.get(server, "server") as { connections: Set<{ close(): void }> }).connections);
    const [deliver, order] = [delivering(), orderOf()];
    expect(await deliver(order, never)).toMatchObject({ outcome: "later" });
    await setImmediate();
    expect(ids).toEqual([order.messageId]);
    expect(await deliver(order, never)).toMatchObject({ outcome: "sent" });
    expect(ids).toEqual([order.messageId, order.messageId]);
  });

  it("a mail that the server will never take is refused; one that it cannot take now comes again", async () => {
    const answers = [answering(552, "5.3.4 Message too big"), answering(452, "4.3.1 Mailbox full")];
    await started({ onData: (stream, _, callback) => void readAll(stream).then(() => callback(answers.shift() ?? null)) });
    const deliver = delivering();
    expect(await deliver(orderOf(), never)).toEqual({ outcome: "refused", detail: "552 5.3.4 Message too big" });
    expect(await deliver(orderOf(), never)).toEqual({ outcome: "later", detail: "452 4.3.1 Mailbox full" });
  });

  it("a server that is down means later, and once it is back the mail goes", async () => {
    await started();
    await server.stop();
    const [deliver, order] = [delivering(), orderOf()];
    expect(await deliver(order, never)).toEqual({
      outcome: "later",
      detail: expect.stringContaining(inOwnWord("server-unreached", "ECONNREFUSED")),
      unreached: true,
    });
    await started();
    expect(await deliver(order, never)).toMatchObject({ outcome: "sent" });
    expect(onlyOne().mail.messageId).toBe(order.messageId);
  });

  it("a server that never greets, or stops answering, means later within the bound", async () => {
    await started({ onConnect: () => undefined });
    expect(await delivering()(orderOf(), never)).toMatchObject({ outcome: "later", unreached: true });
    await server.stop();
    await started({ onMailFrom: () => undefined });
    expect(await delivering()(orderOf(), never)).toMatchObject({ outcome: "later" });
  });

  it("a login or a sender that it does not take is to be mended in the settings, and means later", async () => {
    await started({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_, __, callback) => callback(answering(535, "5.7.8 Authentication failed")),
    });
    const config = { login: { user: "kpi", password: "wrong" } };
    expect(await delivering({ config })(orderOf(), never)).toEqual({
      outcome: "later",
      detail: expect.stringMatching(/^bellwether:login-refused 535 /),
    });
    await server.stop();
    await started({ onMailFrom: (_, __, callback) => callback(answering(550, "5.7.1 Sender rejected")) });
    expect(await delivering()(orderOf(), never)).toEqual({
      outcome: "later",
      detail: inOwnWord("sender-refused", "550 5.7.1 Sender rejected"),
    });
  });

  it.each([
    ["implicit", { secure: true, disabledCommands: [] }],
    ["starttls", { disabledCommands: [] }],
  ] as const)("a certificate that nobody vouches for is not accepted (%s)", async (tls, options) => {
    await started({ ...options, disabledCommands: [] });
    expect(await delivering({ config: { tls } })(orderOf(), never)).toEqual({
      outcome: "later",
      detail: expect.stringContaining(inOwnWord("certificate-refused")),
      unreached: true,
    });
    expect(server.received).toEqual([]);
  });

  it("nothing is said to a server that offers no TLS where TLS is asked for", async () => {
    await started();
    expect(await delivering({ config: { tls: "starttls" } })(orderOf(), never)).toMatchObject({ outcome: "later" });
    expect(server.received).toEqual([]);
  });

  it("what is stopped while it waits means later", async () => {
    const stop = new AbortController();
    await started({ onMailFrom: () => stop.abort() });
    expect(await delivering()(orderOf(), stop.signal)).toEqual({ outcome: "later", detail: inOwnWord("sending-stopped") });
  });

  it("a server that has all of it is waited for, whoever stops or has no time, for fear of a second copy", async () => {
    const stop = new AbortController();
    await started({
      onData: (stream, _, callback) =>
        void readAll(stream).then(() => {
          stop.abort();
          setTimeout(callback, 400, null, "Ok");
        }),
    });
    expect(await delivering({ times: { handOver: 300 } })(orderOf(), stop.signal)).toMatchObject({ outcome: "sent" });
  });

  it("a server that has all of it and never answers means later, within the bound", async () => {
    await started({ onData: (stream) => void readAll(stream) });
    expect(await delivering({ times: { answer: 200 } })(orderOf(), never)).toMatchObject({
      outcome: "later",
      detail: inOwnWord("server-slow"),
    });
  });

  it("what was stopped while it waited for its turn is not begun", async () => {
    const stop = new AbortController();
    let begun = 0;
    const answers: (() => void)[] = [];
    const four = Promise.withResolvers<void>();
    await started({
      onData: (stream, _, callback) =>
        void readAll(stream).then(() => {
          begun += 1;
          answers.push(() => callback(null, "Ok"));
          if (begun === 4) four.resolve();
        }),
    });
    const deliver = delivering();
    const first = Array.from({ length: 4 }, () => deliver(orderOf(), never));
    await four.promise;
    const fifth = deliver(orderOf(), stop.signal);
    stop.abort();
    for (const answer of answers) answer();
    expect(await fifth).toMatchObject({ outcome: "later", detail: inOwnWord("sending-stopped") });
    await Promise.all(first);
    expect(begun).toBe(4);
  });

  it("many at once share few connections, and each gets their own", async () => {
    let most = 0;
    let open = 0;
    await started({
      onConnect: (_, callback) => {
        open += 1;
        most = Math.max(most, open);
        callback();
      },
      onClose: () => {
        open -= 1;
      },
    });
    const deliver = delivering();
    const orders: DeliveryOrder[] = Array.from({ length: 40 }, (_, index) =>
      orderOf({ to: { address: `reader-${index}@example.edu`, name: null } }),
    );
    const outcomes = await Promise.all(orders.map((order) => deliver(order, never)));
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(["sent"]));
    expect(most).toBeLessThanOrEqual(4);
    expect(new Map(server.received.map(({ to, mail }) => [to[0], mail.messageId]))).toEqual(
      new Map(orders.map(({ to, messageId }) => [to.address, messageId])),
    );
  });

  it("without a mail server a mail is refused plainly, and the archive alone is enough where no mail is asked for", async () => {
    const deliver = createDeliver({ transport: null, stores: [], attachments: true, base, timeZone: "Asia/Seoul", now });
    expect(await deliver(orderOf(), never)).toEqual({ outcome: "refused", detail: inOwnWord("no-server") });
    expect(await deliver(orderOf({ email: "link" }), never)).toMatchObject({ outcome: "refused" });
    expect(await deliver(orderOf({ email: "none" }), never)).toEqual({ outcome: "sent", detail: inOwnWord("in-archive") });
    expect(await deliver(orderOf({ email: "none", store: true }), never)).toMatchObject({
      outcome: "refused",
      detail: inOwnWord("no-store"),
    });
  });
});
