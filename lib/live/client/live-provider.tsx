"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { io, type Socket } from "socket.io-client";
import type { ClientFrames, ServerFrames } from "../protocol";
import { type ConnectionState, connectionTable } from "./connection";

export type LiveSocket = Socket<ServerFrames, ClientFrames>;
type Live = { socket: LiveSocket | null; state: ConnectionState; since: number };

const LiveContext = createContext<Live>({ socket: null, state: "connecting", since: 0 });

/** One socket and one cache for all tiles of the page. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: 1, refetchOnWindowFocus: false } } }),
  );
  const [live, setLive] = useState<Live>({ socket: null, state: "connecting", since: Date.now() });
  const current = useRef<LiveSocket | null>(null);

  useEffect(() => {
    const socket: LiveSocket = io({ path: "/live", transports: ["websocket"], reconnectionDelay: 500, reconnectionDelayMax: 10_000 });
    current.current = socket;
    const move = (event: keyof (typeof connectionTable)["connecting"]) =>
      setLive((before) => {
        const state = connectionTable[before.state][event];
        return state === before.state && before.socket === socket ? before : { socket, state, since: Date.now() };
      });
    socket.on("connect", () => move("open"));
    socket.on("disconnect", () => move("drop"));
    socket.on("connect_error", (error) => {
      if (error.message === "unauthenticated") window.location.assign("/sign-in");
      else move("drop");
    });
    socket.on("goodbye", (problem) => {
      if (problem.code === "unauthenticated") window.location.assign("/sign-in");
      else socket.connect();
    });
    // After sleep the browser may think that a dead connection lives.
    const wake = () => {
      if (document.visibilityState === "visible" && !socket.connected) socket.connect();
    };
    document.addEventListener("visibilitychange", wake);
    setLive({ socket, state: "connecting", since: Date.now() });
    return () => {
      document.removeEventListener("visibilitychange", wake);
      socket.disconnect();
    };
  }, []);

  return (
    <QueryClientProvider client={queries}>
      <LiveContext value={live}>{children}</LiveContext>
    </QueryClientProvider>
  );
}

export const useLive = () => useContext(LiveContext);
