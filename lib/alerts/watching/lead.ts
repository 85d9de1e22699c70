import pg from "pg";

const lockSpace = 715_206;
const tryEvery = 2_000;

export type LeadEvents = {
  /** This process leads from now on. */
  onLead: () => void;
  /** It does not any more: what it began is to be left. */
  onLost: () => void;
  onError: (error: unknown) => void;
};

/**
 * One of all processes leads: it holds an advisory lock of a session of its own, which ends with the session. Who lost the
 * lock without knowing writes nothing more, for each write is fenced by the row's turn.
 */
export function lead(url: string, { onLead, onLost, onError }: LeadEvents, every = tryEvery): { stop(): Promise<void> } {
  let client: pg.Client | null = null;
  let leading = false;
  let stopped = false;
  let trying: Promise<void> | null = null;

  const lose = () => {
    client = null;
    if (!leading) return;
    leading = false;
    onLost();
  };
  async function attempt(): Promise<void> {
    if (leading || stopped) return;
    client ??= await connect();
    const taken = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1, 0) AS taken", [lockSpace]);
    if (taken.rows[0]?.taken !== true || stopped) return;
    leading = true;
    onLead();
  }
  async function connect(): Promise<pg.Client> {
    const made = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
    made.on("error", (error) => {
      if (stopped || client !== made) return;
      onError(error);
      lose();
    });
    made.on("end", () => {
      if (!stopped && client === made) lose();
    });
    await made.connect();
    return made;
  }
  const again = () => {
    trying ??= attempt()
      .catch((error: unknown) => {
        onError(error);
        void client?.end().catch(() => undefined); // a connection that failed is made anew at the next try
        lose();
      })
      .finally(() => {
        trying = null;
      });
  };
  again();
  const timer = setInterval(again, every);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await trying;
      await client?.end();
    },
  };
}
