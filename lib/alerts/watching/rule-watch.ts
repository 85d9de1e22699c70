import { eyesOf, principalOfUser } from "@/lib/access/principal-of-user";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { applyDelta } from "@/lib/live/fold";
import type { Hub } from "@/lib/live/hub/hub";
import type { Membership, ViewFrame } from "@/lib/live/hub/watcher";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { isBellwetherError } from "@/lib/platform/errors";
import { Limit } from "@/lib/platform/limit";
import type { AlertDetail } from "../notices/notification-shape";
import { all, type Counted, countStudents, marksBehind, stillHolds, studentsBy } from "../rules/count-students";
import { dueAt, evaluate, type Input, isMovedBy, type Limits } from "../rules/evaluate";
import { linkOf } from "../rules/link-of";
import { namePlace, nameProgram } from "../rules/name-place";
import { type Figure, type Reading, readingOf, unlessTooFew } from "../rules/reading";
import { termUnderWay } from "../rules/term-under-way";
import { studentsOf, viewIn } from "../rules/view-of";
import type { WatchedRule } from "./read-rules";
import { type HoldReason, recordHold, recordResume } from "./record-hold";
import { recordTurn } from "./record-turn";

export type WatchPorts = {
  database: Database;
  hub: Pick<Hub, "watch">;
  timeZone: string;
  /** Whether the demo's users can sign in: what they made outlives the demo, and is not watched without it. */
  demo: boolean;
  now: () => Date;
  onError: (error: unknown) => void;
  /** The rule had a turn elsewhere: it is to be read anew. */
  onStale: (id: string) => void;
};

/** Counts of students at once, over all rules: pages keep their share of the database. */
const counting = new Limit(2);

/** What cannot be watched is tried again after this long, and when its owner's access or the rule itself changes. */
const tryAgainAfter = 60_000;

type Watching = {
  membership: Membership;
  principal: NonNullable<Awaited<ReturnType<typeof principalOfUser>>>["principal"];
  /** As of before the first figure: what is read under others since is found out when it is recorded. */
  eyes: string;
  /** Who the owner is holds until then. */
  until: number;
  today: string;
  /** The term under way that day; null where none is. */
  term: string | null;
  answer: KpiAnswer | null;
  /** The last figure; null while it is not sure that it still holds. */
  heard: Figure | null;
  /** Of how many students the figure was when they were last counted. */
  counted: Counted | null;
};

/** One rule, followed through the hub under who its owner is now. One thing at a time happens to it. */
export class RuleWatch {
  private watching: Watching | null = null;
  private queue: Promise<void> = Promise.resolve();
  private closed = false;
  /** Is to be entered, and is not yet: once is enough. */
  private entering = false;
  private tryAt = 0;
  /** When the last figure was heard, by the clock: kept while the same is entered anew, as at midnight; null where something lay between. */
  private clock: number | null = null;

  constructor(
    private rule: WatchedRule,
    private readonly ports: WatchPorts,
  ) {
    this.enter();
  }

  get owner(): string {
    return this.rule.owner;
  }

  /** Takes over what was written of it; what it asks is entered anew where that changed. */
  renew(rule: WatchedRule): void {
    this.enqueue(async () => {
      if (rule.turn < this.rule.turn && rule.version === this.rule.version) return; // of before our own last write
      const asksElse = rule.version !== this.rule.version;
      this.rule = rule;
      if (asksElse) {
        this.clock = null;
        await this.reenter();
      }
    });
  }

  /** Who its owner is may have changed, or what it asks. */
  enter(): void {
    if (this.entering) return;
    this.entering = true;
    this.enqueue(() => {
      this.entering = false;
      return this.reenter();
    });
  }

  /** About once a second: what is due by time, by day, or by the end of a grant. */
  tick(): void {
    const now = this.ports.now().getTime();
    const { watching } = this;
    if (watching === null) {
      if (now >= this.tryAt) this.enter();
      return;
    }
    if (now >= watching.until || watching.today !== this.today()) return this.enter();
    if (this.due() === null) return;
    this.enqueue(async () => {
      // What is heard by now may be another figure, or none.
      const due = this.due();
      if (due !== null) await this.take(due.watching, { kind: "time", at: due.at }, due.heard);
    });
  }

  /** What has held for long enough by now; null where nothing has. */
  private due(): { watching: Watching; heard: Figure; at: number } | null {
    const { watching, clock } = this;
    const { standing } = this.rule;
    const due = dueAt(standing, this.limits);
    if (watching === null || watching.heard === null || clock === null || due === null) return null;
    const at = standing.at + Math.max(0, this.ports.now().getTime() - clock);
    return at >= due ? { watching, heard: watching.heard, at } : null;
  }

  /** Nothing more is heard; resolves when what is under way has come to its end. */
  async close(): Promise<void> {
    this.closed = true;
    this.leave();
    await this.queue;
  }

  private get limits(): Limits {
    return { band: this.rule.watch.band, minimum: this.rule.watch.minimumMinutes * 60_000 };
  }

  private today(): string {
    return localDay(this.ports.now(), this.ports.timeZone);
  }

  private enqueue(act: () => Promise<void>): void {
    this.queue = this.queue.then(async () => {
      if (this.closed) return;
      await act().catch((error: unknown) => {
        this.ports.onError(error);
        this.leave(); // entered anew after a while
        this.clock = null;
        this.tryAt = this.ports.now().getTime() + 1_000;
      });
    });
  }

  private leave(): void {
    this.watching?.membership.leave();
    this.watching = null;
  }

  private async reenter(): Promise<void> {
    this.leave();
    const { database, hub } = this.ports;
    const now = this.ports.now();
    this.tryAt = now.getTime() + tryAgainAfter;
    const owner = await principalOfUser(database.owner, this.rule.owner, { now, demo: this.ports.demo });
    if (this.closed) return;
    if (owner === null || owner.principal.scope.kind === "none") return this.hold("scope");
    const today = this.today();
    const eyes = await eyesOf(database.owner, owner.principal);
    const term = await termUnderWay(database, owner.principal.scope, this.rule.watch, today);
    if (this.closed) return;
    const watching: Watching = { membership: nowhere, ...owner, eyes, today, term, answer: null, heard: null, counted: null };
    this.watching = watching;
    try {
      watching.membership = hub.watch(viewIn(term, this.rule.watch, today), "en", owner.principal, {
        ready: () => true,
        send: (frame) => this.enqueue(() => this.hear(watching, frame)),
      });
    } catch (error) {
      await this.refused(error);
    }
  }

  private async refused(error: unknown): Promise<void> {
    this.leave();
    this.clock = null;
    const code = isBellwetherError(error) ? error.code : null;
    if (code === "not-found" || code === "forbidden") return this.hold("scope");
    if (code === "bad-request") return this.hold("question");
    this.ports.onError(error); // no room, or no database: tried again
  }

  private async hold(because: HoldReason): Promise<void> {
    this.leave();
    this.clock = null;
    if (this.rule.held) return;
    await recordHold(this.ports.database, this.rule, because, { now: this.ports.now(), timeZone: this.ports.timeZone });
    this.rule = { ...this.rule, held: true };
  }

  private async hear(watching: Watching, frame: ViewFrame): Promise<void> {
    if (this.watching !== watching) return; // of a scope or a question of before
    switch (frame.kind) {
      case "closed":
        return this.refused(frame.error);
      case "stale":
        watching.heard = null; // whether it still holds is not known
        this.clock = null;
        return;
      case "touched":
        return;
      case "snapshot":
        return this.read(watching, frame.answer);
      case "delta": {
        const next = watching.answer === null ? null : applyDelta(watching.answer, frame);
        if (next === null) return this.reenter();
        return this.read(watching, next);
      }
    }
  }

  private async read(watching: Watching, answer: KpiAnswer): Promise<void> {
    if (this.rule.held) {
      await recordResume(this.ports.database, this.rule, { now: this.ports.now(), timeZone: this.ports.timeZone });
      this.rule = { ...this.rule, held: false };
    }
    // A figure on its way is no reading: the next frame says when it has settled.
    if (answer.watermark.settling === true) {
      watching.answer = answer;
      return;
    }
    const now = this.ports.now().getTime();
    const reading = await this.readingOf(watching, answer, now);
    if (reading === null || this.watching !== watching) return; // left while students were counted
    const { excess, ...figure } = reading;
    const { position, processedThrough } = answer.watermark;
    const { standing } = this.rule;
    // Where the feed stood still the clock went on.
    const fed = processedThrough === null ? now : Date.parse(processedThrough);
    const at = this.clock !== null && position === standing.position ? standing.at + Math.max(0, now - this.clock) : fed;
    watching.answer = answer;
    await this.take(watching, { kind: "reading", position, at, excess }, figure);
    watching.heard = figure;
    this.clock = now;
  }

  /** Where a lower bound of students alone would keep it from moving, they are counted; null where that is refused. */
  private async readingOf(watching: Watching, answer: KpiAnswer, now: number): Promise<Reading | null> {
    const { watch, standing } = this.rule;
    const { today } = watching;
    const excess = unlessTooFew(watch, answer, today);
    if (excess === null || !isMovedBy(standing.state, excess, watch.band)) return readingOf(watch, answer, today);
    const marks = marksBehind(watch.kpi, answer, today);
    if (!stillHolds(watching.counted, { now, marks, enough: watch.minimumN })) {
      try {
        watching.counted = await this.count(watching, now, watch.minimumN);
        if (this.watching !== watching) return null;
      } catch (error) {
        if (this.watching !== watching) return null;
        if (!isBellwetherError(error)) throw error;
        await this.refused(error);
        return null;
      }
    }
    return readingOf(watch, answer, today, studentsBy(watching.counted, marks));
  }

  private async take(watching: Watching, input: Input, figure: Figure): Promise<void> {
    const { rule, limits } = this;
    const { standing, transition } = evaluate(rule.standing, limits, input);
    if (standing.state === rule.standing.state && standing.since === rule.standing.since) {
      this.rule = { ...rule, standing };
      return; // times and positions by themselves are not written
    }
    const made = {
      standing,
      transition,
      detail: transition === null ? null : await this.detail(watching, figure),
      link: linkOf(rule.watch, watching.today, watching.term),
      eyes: watching.eyes,
    };
    const turn = await recordTurn(this.ports.database, rule, made, {
      now: this.ports.now(),
      timeZone: this.ports.timeZone,
      demo: this.ports.demo,
    });
    if (turn === null) {
      this.leave();
      this.clock = null;
      this.ports.onStale(rule.id);
      return;
    }
    this.rule = { ...rule, standing, turn };
  }

  /**
   * What somebody is told is of so many students, and not of at least so many: they are counted once it is told. The bound stays
   * where marks came in between, for the count is of another figure then.
   */
  private async counted(watching: Watching, figure: Figure): Promise<Figure> {
    const { watch } = this.rule;
    const { today, answer } = watching;
    if (figure.nExact || answer === null) return figure;
    const counted = await this.count(watching, this.ports.now().getTime(), all);
    return counted?.students.nExact === true && counted.marks === marksBehind(watch.kpi, answer, today)
      ? { ...figure, ...counted.students }
      : figure;
  }

  private async count(watching: Watching, now: number, enough: number): Promise<Counted | null> {
    const { database, timeZone } = this.ports;
    const { principal, term, today } = watching;
    const asking = { database, timeZone, now: new Date(now), locale: "en" } as const;
    const leave = await counting.enter();
    try {
      if (this.watching !== watching) return null; // left while others were counted
      return await countStudents(asking, principal, studentsOf(viewIn(term, this.rule.watch, today), today), enough);
    } finally {
      leave();
    }
  }

  private async detail(watching: Watching, heard: Figure): Promise<AlertDetail> {
    const { id, name, watch } = this.rule;
    const figure = await this.counted(watching, heard);
    return withScopedRead(this.ports.database, watching.principal.scope, async (read) => ({
      rule: { id, name },
      watch,
      place: await namePlace(read, watch),
      program: await nameProgram(read, watch.program),
      figure,
    }));
  }
}

const nowhere: Membership = { leave: () => undefined, catchUp: () => undefined };
