import { QueryClient } from "@tanstack/react-query";
import { io } from "socket.io-client";
import { answerCacheOf } from "@/lib/live/client/answer-cache";
import { keepConnected, lineOptions } from "@/lib/live/client/keep-connected";
import { LiveViews } from "@/lib/live/client/live-views";
import type { LiveSocket } from "@/lib/live/client/open-line";
import type { Seen } from "./arrival-delays";
import { marksOf } from "./marks-of";

const tickEvery = 1_000;

/** `opened`: when its line was there, at first and after each loss. */
export type LastingViewer = { seen: readonly Seen[]; opened: readonly number[]; close(): void };

/** A page's line without the page, with the page's own patience: it comes back however often the line is lost. */
export function followThroughLosses(url: string, cookie: string): LastingViewer {
  const seen: Seen[] = [];
  const opened: number[] = [];
  const now = () => performance.timeOrigin + performance.now();
  const socket: LiveSocket = io(url, { ...lineOptions, forceNew: true, extraHeaders: { cookie } });
  const views = new LiveViews(socket, answerCacheOf(new QueryClient()), () => performance.now());
  const connection = keepConnected(socket, {
    onEvent: (event) => {
      if (event === "open") opened.push(now());
    },
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  });
  const note = (answer: Parameters<typeof marksOf>[0]) => void seen.push({ at: now(), marks: marksOf(answer) });
  socket.on("snapshot", ({ answer }) => note(answer));
  socket.on("delta", ({ head }) => note(head));
  const timer = setInterval(() => views.tick(), tickEvery);
  views.follow({ kpi: "attendance-rate", groupBy: "week" }, "en");
  return {
    seen,
    opened,
    close() {
      clearInterval(timer);
      connection.stop();
      views.close();
      socket.disconnect();
    },
  };
}
