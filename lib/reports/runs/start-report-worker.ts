import { listen } from "@/lib/platform/listener";
import type { RunPorts } from "./ports";
import { type AtOnce, ReportWork } from "./report-work";

/** The channel on which the database tells of runs (migration 21). */
export const reportsChannel = "bellwether_reports";
/** Milliseconds after which is looked in any case: for schedules that were made meanwhile, and clocks that were set. */
const longestSleep = 20_000;
/** A time that has just not come yet is waited for a little longer. */
const shortestSleep = 50;
/** Milliseconds that mails on their way get at the end. */
const longestStop = 5_000;

export type ReportWorkerOptions = Omit<RunPorts, "random"> & Partial<AtOnce> & { random?: () => number };
export type ReportWorker = { stop(): Promise<void> };

/** Fires schedules, renders and delivers until it is stopped. Any number of processes may run one on the same database. */
export async function startReportWorker(options: ReportWorkerOptions): Promise<ReportWorker> {
  const { renderings = 2, deliveries = 8, random = Math.random, ...ports } = options;
  const { database, now, onError } = ports;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let turn: Promise<void> | null = null;
  let again = false;

  const work = new ReportWork({ ...ports, random }, { renderings, deliveries }, () => wake());

  /** One look at a time; what is heard of meanwhile is looked for once more. */
  function wake(): void {
    if (stopped) return;
    again = true;
    turn ??= look().finally(() => {
      turn = null;
      if (again) wake();
    });
  }

  async function look(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    let sleep = longestSleep;
    while (again && !stopped) {
      again = false;
      try {
        const { next } = await work.begin();
        sleep = Math.min(longestSleep, Math.max(shortestSleep, next.getTime() - now().getTime()));
      } catch (error) {
        onError(error);
        sleep = longestSleep;
      }
    }
    if (!stopped) timer = setTimeout(wake, sleep);
  }

  const listener = await listen(database.url, [reportsChannel], { onNotice: wake, onUp: wake, onError });
  return {
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await listener.stop();
      await turn;
      await work.stop(longestStop);
    },
  };
}
