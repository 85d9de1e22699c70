import { listen } from "@/lib/platform/listener";

/** Hears of every change of access (SCOPE-1): a user's grants, sessions and state, or a key. */
export type AccessChanges = {
  /** `user:<id>` or `api-key:<id>`; `*` when changes may have been missed and all must be read anew. */
  subscribe(listener: (subject: string) => void): () => void;
  stop(): Promise<void>;
};

export async function followAccessChanges(url: string, onError: (error: unknown) => void): Promise<AccessChanges> {
  const listeners = new Set<(subject: string) => void>();
  const tell = (subject: string) => {
    for (const listener of listeners) listener(subject);
  };
  const { stop } = await listen(url, ["access_changed"], {
    onNotice: (_, subject) => tell(subject === "" ? "*" : subject),
    onUp: () => tell("*"),
    onError,
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop,
  };
}
