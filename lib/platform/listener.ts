import pg from "pg";

const reconnectAfter = 1_000;

export type ListenerEvents = {
  onNotice: (channel: string, payload: string) => void;
  /** Listening began, also after a loss: whatever was said before was not heard. */
  onUp: () => void;
  onError: (error: unknown) => void;
};

/** Listens for NOTIFY on a connection of its own, made anew whenever it is lost. Throws if the first cannot be made. */
export async function listen(url: string, channels: readonly string[], events: ListenerEvents): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let current: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  const retry = () => {
    connect().catch((error: unknown) => {
      events.onError(error);
      if (!stopped) timer = setTimeout(retry, reconnectAfter);
    });
  };
  async function connect(): Promise<void> {
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
    const lost = (error: unknown) => {
      if (stopped || current !== client) return;
      current = null;
      events.onError(error);
      timer = setTimeout(retry, reconnectAfter);
    };
    client.on("notification", (message) => events.onNotice(message.channel, message.payload ?? ""));
    client.on("error", lost);
    client.on("end", () => lost(new Error("The connection that listens ended.")));
    try {
      await client.connect();
      for (const channel of channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (stopped) return client.end();
    current = client;
    events.onUp();
  }
  await connect();
  return {
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await current?.end();
    },
  };
}
