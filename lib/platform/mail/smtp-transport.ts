import { createTransport } from "nodemailer";
import type { MailConfig } from "../delivery-config";
import { Limit } from "../limit";
import { composition, isMailAddress, type MailMessage } from "./mail-message";
import { outcomeOf } from "./mail-outcome";
import type { MailTransport } from "./mail-transport";

/** Milliseconds. `whole`: for one mail, however slowly the server goes on. */
export type SmtpTimes = { connect: number; greeting: number; silence: number; whole: number };
const usual: SmtpTimes = { connect: 10_000, greeting: 10_000, silence: 60_000, whole: 180_000 };

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
    socketTimeout: times.silence,
    dnsTimeout: times.connect,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const room = new Limit(connections);
  // What goes wrong is told to whoever sends; an idle connection that breaks concerns nobody.
  pool.on("error", () => undefined);
  return {
    async send(message, signal) {
      const { address } = message.to;
      if (!isMailAddress(address)) return { outcome: "refused", detail: "This is no e-mail address." };
      const composed = composition(message, from);
      // Its time begins with its turn.
      const leave = await room.enter();
      try {
        const bound = AbortSignal.any([signal, AbortSignal.timeout(times.whole)]);
        const { response } = await pool.sendMail({
          ...composed,
          envelope: { from: bounces, to: [address] },
          dsn: reported(message),
          signal: bound,
        });
        return { outcome: "sent", detail: response };
      } catch (error) {
        return outcomeOf(error);
      } finally {
        leave();
      }
    },
    close: () => pool.close(),
  };
}

/** Where the server knows how: failures are reported with the headers alone, under our name of the mail (RFC 3461). */
const reported = ({ messageId, to }: MailMessage) => ({
  envid: messageId.slice(1, -1),
  ret: "HDRS",
  notify: ["FAILURE"],
  orcpt: `rfc822;${to.address}`,
});
