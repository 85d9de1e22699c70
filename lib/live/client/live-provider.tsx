"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { io, type Socket } from "socket.io-client";
import type { ClientFrames, ServerFrames } from "../protocol";
import { answerCacheOf } from "./answer-cache";
import { type ConnectionEvent, type ConnectionState, connectionTable } from "./connection";
import { keepConnected } from "./keep-connected";
import { LiveViews } from "./live-views";

export type LiveSocket = Socket<ServerFrames, ClientFrames>;
/** `since`: when the connection became what it is, milliseconds since the epoch. */
type Live = { socket: LiveSocket | null; views: LiveViews | null; state: ConnectionState; since: number };

const LiveContext = createContext<Live>({ socket: null, views: null, state: "connecting", since: 0 });

const tickEvery = 1_000;
const signInPage = "/sign-in";

const toSignIn = () => window.location.assign(signInPage);

/** One socket and one cache for all tiles of the page. `onRefused`: nobody is signed in any more. */
export function LiveProvider({ onRefused = toSignIn, children }: { onRefused?: () => void; children: ReactNode }) {
  const refused = useEffectEvent(onRefused);
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1, refetchOnWindowFocus: false } } }),
  );
  const [live, setLive] = useState<Live>({ socket: null, views: null, state: "connecting", since: Date.now() });

  useEffect(() => {
    const socket: LiveSocket = io({
      path: "/live",
      transports: ["websocket"],
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
    });
    const views = new LiveViews(socket, answerCacheOf(queries), () => performance.now());
    const move = (event: ConnectionEvent) => {
      setLive((before) => {
        const state = connectionTable[before.state][event];
        return state === before.state && before.socket === socket ? before : { socket, views, state, since: Date.now() };
      });
      if (event === "refuse") refused();
    };
    const connection = keepConnected(socket, {
      onEvent: move,
      after(milliseconds, run) {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    });
    const timer = setInterval(() => views.tick(), tickEvery);
    const wake = () => {
      if (document.visibilityState === "visible") connection.wake();
    };
    document.addEventListener("visibilitychange", wake);
    window.addEventListener("online", wake);
    setLive({ socket, views, state: "connecting", since: Date.now() });
    socket.connect();
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
      connection.stop();
      views.close();
      socket.disconnect();
    };
  }, [queries]);

  return (
    <QueryClientProvider client={queries}>
      <LiveContext value={live}>{children}</LiveContext>
    </QueryClientProvider>
  );
}

export const useLive = () => useContext(LiveContext);
