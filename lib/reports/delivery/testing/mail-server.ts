import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A mail that a server took over: who it came from and went to by the envelope, and what was in it. */
export type Received = { from: string; to: string[]; source: Buffer; mail: ParsedMail };

export class MailServer {
  readonly received: Received[] = [];
  /** Mails whose bytes came to their end, whatever the server said then. */
  tried = 0;
  private server: SMTPServer | null = null;
  port = 0;

  /** Listens on a free port of this machine, or again on the one that it had. */
  async start(options: SMTPServerOptions = {}): Promise<void> {
    const server = new SMTPServer({
      disabledCommands: ["STARTTLS"],
      authOptional: true,
      logger: false,
      closeTimeout: 100,
      onData: (stream, session, callback) => {
        readAll(stream)
          .then(async (source) => {
            this.tried += 1;
            const envelope = session.envelope;
            const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
            this.received.push({ from, to: envelope.rcptTo.map(({ address }) => address), source, mail: await simpleParser(source) });
            callback(null, "2.0.0 Ok: queued as 4711");
          })
          .catch(callback);
      },
      ...options,
    });
    server.on("error", () => undefined); // a client that goes away; what it means is the client's to say
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve));
    const address = server.server.address();
    this.port = typeof address === "object" && address !== null ? address.port : 0;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server !== null) await new Promise<void>((resolve) => server.close(resolve));
  }
}

export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
