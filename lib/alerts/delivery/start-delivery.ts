import { systemTimers, type Timers } from "@/lib/live/hub/timers";
import { endsWithin } from "@/lib/platform/ends-within";
import { listen } from "@/lib/platform/listener";
import { claimDelivery, nextDue } from "./claim";
import { deliverMail, type MailContext } from "./deliver-mail";
import { deliverPost, type PostContext } from "./deliver-post";

export type NoticeDeliveryOptions = Omit<MailContext & PostContext, "signal"> & {
  onError: (error: unknown) => void;
  timers?: Timers;
  /** Milliseconds that `stop` takes at most. */
  longestStop?: number;
};

/** A clock that was set back, or a notice that was lost, costs this long at most. */
const longestSleep = 60_000;
/** One slow receiver holds up one of these. */
const atOnce = 4;
/** Milliseconds at the end for what a server has wholly and has not answered: beyond them its lease covers it. */
const usualStop = 5_000;

/** Sends what waits by mail and webhook: as it is written, and as it falls due. Any number of processes share the work. */
export async function startNoticeDelivery({
  onError,
  timers = systemTimers,
  longestStop = usualStop,
  ...context
}: NoticeDeliveryOptions): Promise<{ stop(): Promise<void> }> {
  const { database, now } = context;
  const ending = new AbortController();
  const { signal } = ending;
  const running = new Set<Promise<void>>();
  let callOff = () => {};

  async function work(): Promise<void> {
    for (;;) {
      if (signal.aborted) return;
      const claim = await claimDelivery(database, now());
      if (claim === null) return;
      if (claim.channel === "email") await deliverMail(claim, { ...context, signal });
      else await deliverPost(claim, { ...context, signal });
    }
  }
  let again = false;
  function wake(): void {
    if (signal.aborted) return;
    callOff();
    again = true;
    if (running.size >= atOnce) return;
    again = false;
    const one = work()
      .catch(onError) // its lease ends, and it is tried again
      .finally(() => {
        running.delete(one);
        if (again) wake();
        else void sleep();
      });
    running.add(one);
  }
  async function sleep(): Promise<void> {
    if (signal.aborted) return;
    const due = await nextDue(database).catch((error: unknown) => {
      onError(error);
      return null;
    });
    if (signal.aborted) return;
    const wait = due === null ? longestSleep : Math.min(longestSleep, Math.max(50, due.getTime() - now().getTime()));
    callOff();
    callOff = timers.after(wait, wake);
  }

  const listener = await listen(database.url, ["notification_delivery"], { onNotice: wake, onUp: wake, onError });
  return {
    async stop() {
      ending.abort();
      callOff();
      await listener.stop();
      await endsWithin(longestStop, Promise.all(running));
    },
  };
}
