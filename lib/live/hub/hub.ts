import type { Principal } from "@/lib/access/principal";
import { scopeKey } from "@/lib/access/scope";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { canonicalQuery } from "@/lib/kpis/request";
import type { Database } from "@/lib/platform/database";
import type { ViewQuery } from "../protocol";
import { FeedFollower, type FeedStep } from "./feed-follower";
import { familiesOf, View, type Watcher } from "./view";

export type HubOptions = {
  database: Database;
  timeZone: string;
  now: () => Date;
  onError: (error: unknown) => void;
};

const beatEvery = 1_000;

/** Holds the views of this process: each is computed once, however many watch it. */
export class Hub {
  private readonly views = new Map<string, View>();
  private readonly sectionWatchers = new Map<number, Set<(position: bigint) => void>>();
  private readonly follower: FeedFollower;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: HubOptions) {
    this.follower = new FeedFollower(options.database, (step) => this.onStep(step), options.onError);
  }

  async start(): Promise<void> {
    await this.follower.start();
    this.timer = setInterval(() => {
      for (const view of this.views.values()) view.beat();
    }, beatEvery);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    for (const view of this.views.values()) view.close();
    await this.follower.stop();
  }

  get size(): number {
    return this.views.size;
  }

  /** Watches a view under the principal's scope of now; returns how to leave. Throws bad-request. */
  watch(query: ViewQuery, locale: "en" | "ko", principal: Principal, watcher: Watcher): () => void {
    const request = checkKpiQuery(query);
    const key = JSON.stringify([canonicalQuery(query), locale, scopeKey(principal.scope), principal.studentLevel]);
    let view = this.views.get(key);
    if (view === undefined) {
      const { database, timeZone, now } = this.options;
      const compute = () => answerKpi({ database, timeZone, now: now(), locale }, principal, request);
      view = new View(key, familiesOf(request.kpi), compute, () => performance.now());
      this.views.set(key, view);
    }
    const joined = view;
    joined.add(watcher);
    return () => {
      joined.watchers.delete(watcher);
      if (joined.watchers.size > 0 || this.views.get(key) !== joined) return;
      joined.close();
      this.views.delete(key);
    };
  }

  /** Hears that student-level facts of a section changed. The caller has checked that it is in scope. */
  watchSection(sectionKey: number, onTouched: (position: bigint) => void): () => void {
    const watchers = this.sectionWatchers.get(sectionKey) ?? new Set();
    this.sectionWatchers.set(sectionKey, watchers.add(onTouched));
    return () => {
      watchers.delete(onTouched);
      if (watchers.size === 0) this.sectionWatchers.delete(sectionKey);
    };
  }

  private onStep(step: FeedStep): void {
    for (const view of this.views.values()) if (view.isTouchedBy(step.changes)) view.touch();
    const all = step.changes.some((change) => change.family === "dimension");
    for (const [section, watchers] of this.sectionWatchers) {
      if (!all && !step.touchedSections.has(section)) continue;
      for (const onTouched of watchers) onTouched(step.position);
    }
  }
}
