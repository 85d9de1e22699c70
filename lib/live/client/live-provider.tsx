"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import type { Identity } from "../protocol";
import { type ConnectionState, connectionTable } from "./connection";
import type { LiveViews } from "./live-views";
import type { LiveSocket } from "./open-line";

/** `since`: when the connection became what it is, milliseconds since the epoch. */
type Live = { socket: LiveSocket | null; views: LiveViews | null; state: ConnectionState; since: number };

const LiveContext = createContext<Live>({ socket: null, views: null, state: "connecting", since: 0 });
const IdentityContext = createContext<Identity | undefined>(undefined);
/** `times`: how often it was told, for what is read anew then. */
type Unread = { count: number | null; times: number };
const UnreadContext = createContext<Unread>({ count: null, times: 0 });

const loadAgainAfter = 5_000;
const loadLine = () => import("./open-line");
const signInPage = "/sign-in";

const toSignIn = () => window.location.assign(signInPage);

/** One socket and one cache for all tiles of the page. `onRefused`: nobody is signed in any more. */
export function LiveProvider({ onRefused = toSignIn, children }: { onRefused?: () => void; children: ReactNode }) {
  const refused = useEffectEvent(onRefused);
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1, refetchOnWindowFocus: false } } }),
  );
  const [live, setLive] = useState<Live>({ socket: null, views: null, state: "connecting", since: Date.now() });
  const [identity, setIdentity] = useState<Identity | undefined>(undefined);
  const [unread, setUnread] = useState<Unread>({ count: null, times: 0 });

  useEffect(() => {
    let close: (() => void) | null = null;
    let left = false;
    // The figures are there with the page; the line is loaded after them.
    const open = () =>
      loadLine().then(({ openLine }) => {
        if (left) return;
        close = openLine(queries, {
          onIdentity: setIdentity,
          onUnread: (count) => setUnread(({ times }) => ({ count, times: times + 1 })),
          onLine: (line) => setLive({ ...line, state: "connecting", since: Date.now() }),
          onEvent(event, line) {
            setLive((before) => {
              const state = connectionTable[before.state][event];
              return state === before.state && before.socket === line.socket ? before : { ...line, state, since: Date.now() };
            });
            if (event === "refuse") refused();
          },
        });
      });
    const timers: ReturnType<typeof setTimeout>[] = [];
    const tryOpen = () => {
      open().catch(() => {
        // The server is away just now: shown as any lost line, and tried again.
        setLive((before) => (before.state === "disconnected" ? before : { ...before, state: "disconnected", since: Date.now() }));
        if (!left) timers.push(setTimeout(tryOpen, loadAgainAfter));
      });
    };
    tryOpen();
    return () => {
      left = true;
      for (const timer of timers) clearTimeout(timer);
      close?.();
    };
  }, [queries]);

  return (
    <QueryClientProvider client={queries}>
      <LiveContext value={live}>
        <IdentityContext value={identity}>
          <UnreadContext value={unread}>{children}</UnreadContext>
        </IdentityContext>
      </LiveContext>
    </QueryClientProvider>
  );
}

/** How much the user has been told and not read (null before the server has said), and how often that was told. */
export const useUnread = () => useContext(UnreadContext);

export const useLive = () => useContext(LiveContext);

/** Who the session is by the server's last word; undefined before the first. */
export const useIdentity = () => useContext(IdentityContext);
