import { closedSchema, touchedSchema, type Watched } from "../protocol";
import type { LivePort } from "./live-views";

type Watching = {
  /** Unique in the connection. */
  id: string;
  watched: Watched;
  onTouched: () => void;
  /** Runs once after the wait; returns how to call it off. */
  after: (milliseconds: number, run: () => void) => () => void;
};

const calmDown = 500;
/** A watch that was turned away for now is asked for again after this long. */
const askAgainAfter = 5_000;
const passing: ReadonlySet<string> = new Set(["too-many-requests", "unavailable"]);

/**
 * Calls back, at most twice a second, when student-level facts of what is watched changed, and once after each
 * accepted watch: what changed meanwhile was not told. And at once when the watch is closed: what is shown may not be
 * the reader's any more (SCOPE-1). One that is closed for now is asked for until it is accepted, without a call for
 * each refusal. Returns how to end it.
 */
export function watchFacts(socket: LivePort, { id, watched, onTouched, after }: Watching): () => void {
  let calmed: (() => void) | null = null;
  let askAgain: (() => void) | null = null;
  let turnedAway = false;
  const stopAsking = () => {
    askAgain?.();
    askAgain = null;
  };
  const ask = () => {
    stopAsking();
    // Connecting asks too.
    if (socket.connected) socket.emit("watch", { id, ...watched });
  };
  const onFrame = (received: unknown) => {
    if (touchedSchema.safeParse(received).data?.id !== id) return;
    turnedAway = false;
    calmed ??= after(calmDown, () => {
      calmed = null;
      onTouched();
    });
  };
  const onClosed = (received: unknown) => {
    const closed = closedSchema.safeParse(received).data;
    if (closed?.id !== id) return;
    const again = passing.has(closed.problem.code);
    const known = again && turnedAway;
    turnedAway = again;
    stopAsking();
    if (again) askAgain = after(askAgainAfter, ask);
    if (!known) onTouched();
  };
  const handlers = [
    ["connect", ask],
    ["closed", onClosed],
    ["touched", onFrame],
  ] as const;
  for (const [event, handler] of handlers) socket.on(event, handler);
  ask();
  return () => {
    calmed?.();
    stopAsking();
    for (const [event, handler] of handlers) socket.off(event, handler);
    if (socket.connected) socket.emit("unsubscribe", { id });
  };
}
