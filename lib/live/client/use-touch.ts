"use client";

import { useEffect, useEffectEvent, useId } from "react";
import { closedSchema, touchedSchema, type Watched } from "../protocol";
import { useLive } from "./live-provider";

const calmDown = 500;

/**
 * Calls back, at most twice a second, when student-level facts of what is watched changed, and once after each
 * connecting: what changed meanwhile was not told. And at once when the watch is closed: what is shown may
 * not be the reader's any more (SCOPE-1).
 */
export function useTouch(watched: Watched, onTouched: () => void): void {
  const id = useId();
  const { socket } = useLive();
  const call = useEffectEvent(onTouched);
  const key = JSON.stringify(watched);
  useEffect(() => {
    if (socket === null) return;
    const asked: Watched = JSON.parse(key);
    let timer: ReturnType<typeof setTimeout> | null = null;
    const watch = () => socket.emit("watch", { id, ...asked });
    const onFrame = (received: unknown) => {
      const frame = touchedSchema.safeParse(received);
      if (frame.data?.id !== id || timer !== null) return;
      timer = setTimeout(() => {
        timer = null;
        call();
      }, calmDown);
    };
    const onClosed = (received: unknown) => {
      if (closedSchema.safeParse(received).data?.id === id) call();
    };
    socket.on("connect", watch);
    socket.on("closed", onClosed);
    socket.on("touched", onFrame);
    if (socket.connected) watch();
    return () => {
      if (timer !== null) clearTimeout(timer);
      socket.off("connect", watch);
      socket.off("closed", onClosed);
      socket.off("touched", onFrame);
      if (socket.connected) socket.emit("unsubscribe", { id });
    };
  }, [socket, id, key]);
}
