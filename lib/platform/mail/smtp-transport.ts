import { createTransport } from "nodemailer";
import type { MailConfig } from "../delivery-config";
import { Limit } from "../limit";
import { composition, isMailAddress, type MailMessage } from "./mail-message";
import { type MailOutcome, outcomeOf } from "./mail-outcome";
import { answerTime } from "./mail-times";
import type { MailTransport } from "./mail-transport";
import { inOwnWord } from "./own-words";

/** Milliseconds. `handOver`: from its turn to the final dot, however slowly the server goes on. `answer`: from there on. */
export type SmtpTimes = { connect: number; greeting: number; handOver: number; answer: number };
const usual: SmtpTimes = { connect: 10_000, greeting: 10_000, handOver: 60_000, answer: answerTime };

const connections = 4;
const mailsOfConnection = 100;

/**
 * SMTP over a pool of connections, with the server's certificate verified. A mail is tried once: who asked decides about
 * another time, for only they know what was recorded.
 */
export function openSmtp(config: MailConfig, times: SmtpTimes = usual): MailTransport {
  const { host, port, tls, login, from, bounces } = config;
  const pool = createTransport({
    pool: true,
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    tls: { minVersion: "TLSv1.2", rejectUnauthorized: true },
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    maxConnections: connections,
    maxMessages: mailsOfConnection,
    connectionTimeout: times.connect,
    greetingTimeout: times.greeting,
    // A server is silent for long after the final dot alone; what comes before has its own bound.
    socketTimeout: times.answer,
    dnsTimeout: times.connect,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const room = new Limit(connections);
  // What goes wrong is told to whoever sends; an idle connection that breaks concerns nobody.
  pool.on("error", () => undefined);
  const tries = new WeakMap<AbortSignal, Try>();
  pool.use("stream", (mail, done) => {
    const one = mail.data.signal === undefined ? undefined : tries.get(mail.data.signal);
    mail.message.processFunc((source) => {
      source.once("end", () => one?.handedOver());
      return source;
    });
    done();
  });
  return {
    async send(message, signal) {
      const { address } = message.to;
      if (!isMailAddress(address)) return { outcome: "refused", detail: inOwnWord("no-address") };
      const composed = composition(message, from);
      // Its time begins with its turn; who asked may have given it up by then.
      const leave = await room.enter();
      const one = new Try(signal, times);
      tries.set(one.signal, one);
      try {
        const { response } = await pool.sendMail({
          ...composed,
          envelope: { from: bounces, to: [address] },
          dsn: reported(message),
          signal: one.signal,
        });
        return { outcome: "sent", detail: response };
      } catch (error) {
        return one.late ? tooSlow : outcomeOf(error);
      } finally {
        one.end();
        leave();
      }
    },
    close: () => pool.close(),
  };
}

const tooSlow: MailOutcome = { outcome: "later", detail: inOwnWord("server-slow"), unreached: true };

/** What ends one try: until the final dot whoever asked, or the time for it; from there on only the time for the answer. */
class Try {
  /** The server's time was over. */
  late = false;
  private readonly ending = new AbortController();
  private readonly whenAsked = () => this.ending.abort();
  private timer: NodeJS.Timeout;

  constructor(
    private readonly asked: AbortSignal,
    private readonly times: Pick<SmtpTimes, "handOver" | "answer">,
  ) {
    this.timer = this.lateAfter(times.handOver);
    asked.addEventListener("abort", this.whenAsked, { once: true });
    if (asked.aborted) this.whenAsked();
  }

  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /** All of it is on its way: the server may have it from now on, and who breaks off sends it twice. */
  handedOver(): void {
    if (this.signal.aborted) return;
    this.end();
    this.timer = this.lateAfter(this.times.answer);
  }

  end(): void {
    clearTimeout(this.timer);
    this.asked.removeEventListener("abort", this.whenAsked);
  }

  private lateAfter(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.late = true;
      this.ending.abort();
    }, milliseconds);
  }
}

/** Where the server knows how: failures are reported with the headers alone, under our name of the mail (RFC 3461). */
const reported = ({ messageId, to }: MailMessage) => ({
  envid: messageId.slice(1, -1),
  ret: "HDRS",
  notify: ["FAILURE"],
  orcpt: `rfc822;${to.address}`,
});
