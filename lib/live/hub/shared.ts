import type { BellwetherError } from "@/lib/platform/errors";
import type { Limit } from "@/lib/platform/limit";
import { Refresher } from "./refresher";
import type { Timers } from "./timers";
import { finalError, type Membership, notNow, type Watcher } from "./watcher";

/** A computation that takes longer is shown as stale meanwhile. */
const slowAfter = 10_000;

export type SharedOptions = {
  timers: Timers;
  limit: Limit;
  onError: (error: unknown) => void;
  /** It ended by itself: its members were told. */
  onClosed: () => void;
  /** It told its members of a position. */
  onTold?: (position: string, members: number) => void;
};

/** What is known of one who watches. `owed`: something is to be sent even if nothing changed. */
export type Member = { revision: number | null; owed: boolean; doubtful: boolean };

/**
 * Something computed once for all who watch it, under one scope. A watcher that left is not a member any
 * more, so that no computation, whenever it began, reaches whoever has another scope by now (SCOPE-1).
 */
export abstract class Shared<Result> {
  protected readonly members = new Map<Watcher, Member>();
  protected readonly refresher: Refresher;
  private doubt: BellwetherError | null = null;
  private outdated = true;
  private emptyAt: number;

  constructor(
    private readonly compute: () => Promise<Result>,
    protected readonly options: SharedOptions,
  ) {
    this.refresher = new Refresher(() => this.update(), options.timers, options.limit);
    this.emptyAt = options.timers.now();
  }

  get isWatched(): boolean {
    return this.members.size > 0;
  }

  /** Since when nobody watches; meaningless while somebody does. */
  get unwatchedSince(): number {
    return this.emptyAt;
  }

  /** Something that it hangs on may have changed. */
  touch(): void {
    this.outdated = true;
    if (this.isWatched) this.refresher.ask();
  }

  /** Whether changes may be going by unheard. */
  lostSight(): void {
    this.touch();
    this.doubtAll(notNow());
  }

  /** Changes are heard again. */
  regainedSight(): void {
    this.refresher.retrySoon();
  }

  close(): void {
    this.refresher.close();
    this.members.clear();
  }

  protected enter(watcher: Watcher, revision: number | null): Membership {
    this.members.set(watcher, { revision, owed: true, doubtful: false });
    if (this.outdated) this.refresher.ask();
    const catchUp = () => {
      const member = this.members.get(watcher);
      if (member === undefined) return;
      // What is there may be older than the reader's scope: the run that is due sends anew.
      if (!this.isCurrent) return this.doubt === null ? undefined : this.tellDoubt(watcher, member, this.doubt);
      this.deliver(watcher, member);
    };
    catchUp();
    return {
      catchUp,
      leave: () => {
        this.members.delete(watcher);
        if (!this.isWatched) this.emptyAt = this.options.timers.now();
      },
    };
  }

  /** What was computed last still holds, as far as this process has heard. */
  protected get isCurrent(): boolean {
    return !this.outdated && !this.refresher.pending;
  }

  /** Takes a result in and tells the members of it. */
  protected abstract publish(result: Result, wasDoubtful: boolean): void;
  protected abstract deliver(watcher: Watcher, member: Member): void;

  private async update(): Promise<boolean> {
    if (!this.isWatched) return true; // stays outdated until somebody comes
    this.outdated = false;
    const callOff = this.options.timers.after(slowAfter, () => this.doubtAll(notNow()));
    try {
      const result = await this.compute();
      const wasDoubtful = this.doubt !== null;
      this.doubt = null;
      this.publish(result, wasDoubtful);
      return true;
    } catch (error) {
      return this.failed(error);
    } finally {
      callOff();
    }
  }

  private failed(error: unknown): boolean {
    this.outdated = true;
    const final = finalError(error);
    if (final === null) {
      this.options.onError(error);
      this.doubtAll(notNow());
      return false;
    }
    const members = [...this.members.keys()];
    this.close();
    this.options.onClosed();
    for (const watcher of members) watcher.send({ kind: "closed", error: final });
    return true;
  }

  private doubtAll(error: BellwetherError): void {
    this.doubt = error;
    for (const [watcher, member] of this.members) this.tellDoubt(watcher, member, error);
  }

  private tellDoubt(watcher: Watcher, member: Member, error: BellwetherError): void {
    if (member.doubtful) return;
    member.doubtful = true;
    watcher.send({ kind: "stale", error });
  }
}
