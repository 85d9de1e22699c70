import { io, type Socket } from "socket.io-client";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ClientFrames, ServerFrames } from "@/lib/live/protocol";
import type { Seen } from "./arrival-delays";
import { marksOf } from "./marks-of";

/** Somebody with a session who follows attendance by week. */
export type MarksViewer = {
  seen: readonly Seen[];
  /** How many marks the last figures count. */
  marks(): number;
  untilMarks(marks: number): Promise<void>;
  close(): void;
};

export async function followMarks(url: string, cookie: string): Promise<MarksViewer> {
  const socket: Socket<ServerFrames, ClientFrames> = io(url, {
    path: "/live",
    transports: ["websocket"],
    reconnection: false,
    extraHeaders: { cookie },
  });
  const seen: Seen[] = [];
  let wake = () => {};
  let broken: Error | null = null;
  const fail = (why: string) => {
    broken = new Error(`The viewer's socket: ${why}`);
    wake();
  };
  const note = (answer: Pick<KpiAnswer, "measures">) => {
    seen.push({ at: performance.timeOrigin + performance.now(), marks: marksOf(answer) });
    wake();
  };
  socket.on("snapshot", ({ answer }) => note(answer));
  socket.on("delta", ({ head }) => note(head));
  for (const frame of ["closed", "stale"] as const) socket.on(frame, ({ problem }) => fail(problem.message));
  socket.on("goodbye", ({ message }) => fail(message));
  socket.on("disconnect", (reason) => fail(reason));
  socket.on("connect_error", ({ message }) => fail(message));
  socket.on("connect", () => socket.emit("subscribe", { id: "attendance", view: { kpi: "attendance-rate", groupBy: "week" } }));
  const marks = () => seen.at(-1)?.marks ?? -1;
  const untilMarks = async (wanted: number) => {
    while (marks() < wanted) {
      if (broken !== null) throw broken;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  await untilMarks(0);
  return { seen, marks, untilMarks, close: () => void socket.off("disconnect").disconnect() };
}
