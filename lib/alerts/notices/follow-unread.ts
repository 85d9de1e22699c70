import type { UnreadPort } from "@/lib/live/server/unread-teller";
import type { Database } from "@/lib/platform/database";
import { listen } from "@/lib/platform/listener";
import { countUnread } from "./count-unread";

/** What users have not read, and when that changes: told by the database, whichever process wrote it. */
export async function followUnread(database: Database, onError: (error: unknown) => void): Promise<UnreadPort & { stop(): Promise<void> }> {
  const listeners = new Set<(user: string | null) => void>();
  const tell = (user: string | null) => {
    for (const listener of listeners) listener(user);
  };
  const { stop } = await listen(database.url, ["notified"], { onNotice: (_, user) => tell(user), onUp: () => tell(null), onError });
  return {
    count: (users) => countUnread(database.owner, users),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop,
  };
}
