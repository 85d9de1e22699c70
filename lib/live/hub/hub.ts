import { advisingScope } from "@/lib/access/narrow-scope";
import type { Principal } from "@/lib/access/principal";
import { type Scope, scopeKey } from "@/lib/access/scope";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import type { KpiRequest } from "@/lib/kpis/request";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { Limit } from "@/lib/platform/limit";
import type { Tracer } from "@/lib/platform/tracing/tracer";
import { findVisibleSection } from "@/lib/warehouse/queries/find-visible-section";
import { findAdvisees, findVisibleStudent } from "@/lib/warehouse/queries/find-visible-students";
import type { ViewQuery, Watched } from "../protocol";
import { familiesOf } from "./families";
import { FeedFollower, type FeedStep } from "./feed-follower";
import { Heartbeats } from "./heartbeats";
import { LiveTraces } from "./live-traces";
import { SectionKeys } from "./section-keys";
import { SectionTouch } from "./section-touch";
import type { SharedOptions } from "./shared";
import { StudentsTouch } from "./students-touch";
import { systemTimers, type Timers } from "./timers";
import { type Resume, View } from "./view";
import type { Membership, Watcher } from "./watcher";

export type Locale = "en" | "ko";
export type Compute = (principal: Principal, request: KpiRequest, locale: Locale, now: Date) => Promise<KpiAnswer>;

export type HubOptions = {
  database: Database;
  timeZone: string;
  now: () => Date;
  onError: (error: unknown) => void;
  timers?: Timers;
  /** How an answer is computed; the KPI queries unless given. */
  compute?: Compute;
  tracer?: Tracer | null;
};

/** Computations at once, so that pages keep their share of the database. */
const mostAtOnce = 4;
/** Views, watched sections and watched students of one process. */
const mostShared = 2_000;
/** A view that nobody watches is kept this long for who reconnects. */
const keptFor = 60_000;

/** Holds the views of this process: each is computed once, however many watch it. */
export class Hub {
  private readonly views = new Map<string, View>();
  private readonly sections = new Map<string, SectionTouch>();
  private readonly students = new Map<string, StudentsTouch>();
  private readonly follower: FeedFollower;
  private readonly timers: Timers;
  private readonly limit = new Limit(mostAtOnce);
  private readonly heartbeats: Heartbeats;
  private readonly sectionKeys: SectionKeys;
  private readonly compute: Compute;
  private readonly traces: LiveTraces | null;
  private day: string;

  constructor(private readonly options: HubOptions) {
    this.timers = options.timers ?? systemTimers;
    this.day = this.today();
    this.heartbeats = new Heartbeats(options.onError);
    this.sectionKeys = new SectionKeys(options.database, options.onError);
    this.follower = new FeedFollower({
      database: options.database,
      sections: () => [...this.sections.values()].flatMap((section) => section.key ?? []),
      students: () => [...new Set([...this.students.values()].flatMap((watched) => [...watched.students]))],
      sectionsOfStudents: () => [...new Set([...this.students.values()].flatMap((watched) => [...watched.sections]))],
      sectionsOfViews: () => this.sectionKeys.known,
      onStep: (step) => this.onStep(step),
      onLost: () => this.all((one) => one.lostSight()),
      onFound: () => this.all((one) => one.regainedSight()),
      onError: options.onError,
    });
    const { database, timeZone, tracer = null, onError } = options;
    this.traces = tracer === null ? null : new LiveTraces(database, tracer, onError);
    this.compute =
      options.compute ?? ((principal, request, locale, now) => answerKpi({ database, timeZone, now, locale }, principal, request));
  }

  start(): Promise<void> {
    return this.follower.start();
  }

  async stop(): Promise<void> {
    this.heartbeats.close();
    this.all((one) => one.close());
    this.views.clear();
    this.sections.clear();
    this.students.clear();
    await this.follower.stop();
  }

  /** How many views are held, those kept for who reconnects among them. */
  get size(): number {
    return this.views.size;
  }

  /** Watches a view under the principal's scope of now. Throws bad-request, not-found (no such KPI) or unavailable (too many views). */
  watch(query: ViewQuery, locale: Locale, principal: Principal, watcher: Watcher, resume: Resume | null = null): Membership {
    const request = checkKpiQuery(query);
    const key = JSON.stringify([canonicalQuery(query), locale, scopeKey(principal.scope), principal.studentLevel]);
    // What is released of a section hangs on all sections beside it.
    const section = principal.studentLevel ? this.sectionKeys.of(request.section) : () => null;
    const make = (options: SharedOptions) =>
      new View(
        familiesOf(request.kpi, principal.scope),
        section,
        () => this.compute(principal, request, locale, this.options.now()),
        options,
      );
    return this.hold(this.views, key, make).join(watcher, resume);
  }

  /** Hears that student-level facts of what is watched changed; not-found arrives as a frame. */
  watchStudents(watched: Watched, studentScope: Scope, watcher: Watcher): Membership {
    const { database } = this.options;
    if ("section" in watched) {
      const find = () => findVisibleSection(database, studentScope, watched.section);
      const key = JSON.stringify([watched.section, scopeKey(studentScope)]);
      return this.hold(this.sections, key, (options) => new SectionTouch(find, options)).join(watcher);
    }
    const scope = "student" in watched ? studentScope : advisingScope(studentScope);
    const find = () => ("student" in watched ? findVisibleStudent(database, scope, watched.student) : findAdvisees(database, scope));
    const key = JSON.stringify([watched, scopeKey(scope)]);
    return this.hold(this.students, key, (options) => new StudentsTouch(find, options)).join(watcher);
  }

  private hold<S extends View | SectionTouch | StudentsTouch>(held: Map<string, S>, key: string, make: (options: SharedOptions) => S): S {
    const known = held.get(key);
    if (known !== undefined) return known;
    if (this.held >= mostShared) this.forgetUnwatched(0);
    if (this.held >= mostShared) {
      throw new BellwetherError("unavailable", "This process follows as many views as it can; try again later.");
    }
    const made: S = make({
      timers: this.timers,
      limit: this.limit,
      onError: this.options.onError,
      onClosed: () => {
        if (held.get(key) === made) held.delete(key);
      },
      onTold: (position, members) => this.traces?.told(made, position, members),
    });
    held.set(key, made);
    return made;
  }

  private onStep(step: FeedStep): void {
    const today = this.today();
    const newDay = today !== this.day; // answers hang on today: the term under way, the days so far
    this.day = today;
    if (this.traces !== null && BigInt(step.watermark.position) > step.from) {
      const concerned = [...this.views.values()].filter((view) => view.isWatched && view.isConcernedBy(step));
      this.traces.heard(step.from, BigInt(step.watermark.position), step.began, concerned);
    }
    const quiet: View[] = [];
    for (const view of this.views.values()) {
      if (newDay || view.isConcernedBy(step)) view.touch();
      else quiet.push(view);
    }
    this.heartbeats.tell(quiet, step.watermark);
    // On a new day "today" is another on their pages.
    for (const section of this.sections.values()) if (newDay || section.isConcernedBy(step)) section.touch();
    for (const watched of this.students.values()) if (newDay || watched.isConcernedBy(step)) watched.touch();
    this.forgetUnwatched(keptFor);
  }

  private forgetUnwatched(after: number): void {
    const oldest = this.timers.now() - after;
    for (const held of [this.views, this.sections, this.students]) {
      for (const [key, one] of held) {
        if (one.isWatched || one.unwatchedSince > oldest) continue;
        one.close();
        held.delete(key);
      }
    }
  }

  private get held(): number {
    return this.views.size + this.sections.size + this.students.size;
  }

  private all(act: (one: View | SectionTouch | StudentsTouch) => void): void {
    for (const one of [...this.views.values(), ...this.sections.values(), ...this.students.values()]) act(one);
  }

  private today(): string {
    return localDay(this.options.now(), this.options.timeZone);
  }
}
