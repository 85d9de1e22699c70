import pg from "pg";

/** Hears of every change of access (SCOPE-1): a user's grants, sessions and state, or a key. */
export type AccessChanges = {
  /** `user:<id>` or `api-key:<id>`; `*` when changes may have been missed and all must be read anew. */
  subscribe(listener: (subject: string) => void): () => void;
  stop(): Promise<void>;
};

const reconnectAfter = 1_000;

export async function followAccessChanges(url: string, onError: (error: unknown) => void): Promise<AccessChanges> {
  const listeners = new Set<(subject: string) => void>();
  const tell = (subject: string) => {
    for (const listener of listeners) listener(subject);
  };
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  const connect = async () => {
    const next = new pg.Client({ connectionString: url });
    next.on("notification", (message) => tell(message.payload ?? "*"));
    const lost = (error: unknown) => {
      if (stopped || client !== next) return;
      client = null;
      onError(error);
      timer = setTimeout(retry, reconnectAfter);
    };
    next.on("error", lost);
    next.on("end", () => lost(new Error("The connection for access changes ended.")));
    await next.connect();
    await next.query("LISTEN access_changed");
    client = next;
    tell("*"); // whatever was missed meanwhile
  };
  const retry = () => {
    connect().catch((error: unknown) => {
      onError(error);
      if (!stopped) timer = setTimeout(retry, reconnectAfter);
    });
  };
  await connect();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end();
    },
  };
}
