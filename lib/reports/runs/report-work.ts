import { endsWithin } from "@/lib/platform/ends-within";
import { beginRun } from "./begin-run";
import { Breaker } from "./breaker";
import { type ClaimedDelivery, claimDeliveries } from "./claim-deliveries";
import { type ClaimedRendering, claimRenderings } from "./claim-renderings";
import { claimRun } from "./claim-run";
import { deliverOne } from "./deliver-one";
import { fireDue } from "./fire-due";
import { nextTry } from "./next-try";
import type { RunPorts } from "./ports";
import { renderOne } from "./render-one";
import { settleRuns } from "./settle-runs";
import { Slots } from "./slots";
import { tellOwners } from "./tell-owners";

export type AtOnce = { renderings: number; deliveries: number };

/** Milliseconds after which schedules are looked through again, for those that were made or changed meanwhile. */
const longestUnlooked = 15_000;

/** What there is to do for reports, done as far as it is due and there is room. Several processes may do it on one database. */
export class ReportWork {
  private readonly stoppingRenderings = new AbortController();
  private readonly stoppingDeliveries = new AbortController();
  private readonly breaker: Breaker;
  private readonly renderings: Slots<ClaimedRendering>;
  private readonly deliveries: Slots<ClaimedDelivery>;
  /** When schedules were looked through, and when they are next. */
  private fire = { lookedAt: Number.NEGATIVE_INFINITY, nextAt: Number.NEGATIVE_INFINITY };

  /** `whenFree`: something is done, and there is room for more. */
  constructor(
    private readonly ports: RunPorts,
    { renderings, deliveries }: AtOnce,
    whenFree: () => void,
  ) {
    const { database, now, onError } = ports;
    this.breaker = new Breaker(now);
    this.renderings = new Slots(
      renderings,
      (room, held) => claimRenderings(database, room, { now: now(), held, onError }),
      (claimed) => renderOne(ports, claimed, this.stoppingRenderings.signal),
      whenFree,
      onError,
    );
    this.deliveries = new Slots(
      deliveries,
      async (free, held) => {
        const room = this.breaker.room(free);
        return room === 0 ? [] : claimDeliveries(database, room, { now: now(), held, onError });
      },
      async (claimed) => this.breaker.heard(await deliverOne(ports, claimed, this.stoppingDeliveries.signal)),
      whenFree,
      onError,
    );
  }

  /** Begins all that is due; answers with how much that was, and when to look again at the latest. */
  async begin(): Promise<{ begun: number; next: Date }> {
    const { database, now, onError } = this.ports;
    let begun = await this.fireDue();
    const nextRun = () => claimRun(database, now(), onError);
    for (let run = await nextRun(); run !== null; run = await nextRun()) {
      await beginRun(this.ports, run);
      begun += 1;
    }
    begun += await this.renderings.fill();
    begun += await this.deliveries.fill();
    await settleRuns(database, now(), onError);
    await tellOwners(this.ports);
    const times = [new Date(this.fire.nextAt), this.breaker.opensAt, await nextTry(database, now())];
    return { begun, next: new Date(Math.min(...times.flatMap((at) => (at === null ? [] : [at.getTime()])))) };
  }

  /** Not at each look, of which there are many while a run is on its way. A clock that was set back is noticed. */
  private async fireDue(): Promise<number> {
    const { database, now, onError } = this.ports;
    const at = now();
    if (at.getTime() < this.fire.nextAt && at.getTime() >= this.fire.lookedAt) return 0;
    const { fired, next } = await fireDue(database, at, onError);
    const longest = at.getTime() + longestUnlooked;
    this.fire = { lookedAt: at.getTime(), nextAt: Math.min(longest, next?.getTime() ?? longest) };
    return fired;
  }

  async idle(): Promise<void> {
    await Promise.all([this.renderings.idle(), this.deliveries.idle()]);
  }

  /**
   * Renderings are given back; mails on their way get so many milliseconds, and as many again when they are told to end,
   * which those do that are not wholly with the server yet. Of the others the server's answer is waited for within that
   * time; what has none by then is left to its lease, which is longer than any answer may take. Begins nothing more by itself.
   */
  async stop(grace: number): Promise<void> {
    this.stoppingRenderings.abort();
    if (await endsWithin(grace, this.idle())) return;
    this.stoppingDeliveries.abort();
    await endsWithin(grace, this.idle());
  }
}
