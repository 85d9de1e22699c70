import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { Hub } from "@/lib/live/hub/hub";
import type { ViewFrame, Watcher } from "@/lib/live/hub/watcher";
import type { ViewQuery } from "@/lib/live/protocol";
import { campus, happen, zone } from "@/lib/live/testing/campus";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Watch } from "../rules/rule-shape";
import { enter, eventsOf, putRule } from "../testing/alert-process";
import { answerOf } from "../testing/watches";
import { readWatchedRules } from "./read-rules";
import { RuleWatch } from "./rule-watch";
import { startAlerts } from "./start-alerts";

/** A hub whose frames are the test's. */
class ByHand implements Pick<Hub, "watch"> {
  readonly views: ViewQuery[] = [];
  members = 0;
  private watcher: Watcher | null = null;
  private asked = Promise.withResolvers<void>();

  watch(...[view, , , watcher]: Parameters<Hub["watch"]>): ReturnType<Hub["watch"]> {
    this.views.push(view);
    this.members += 1;
    this.watcher = watcher;
    this.asked.resolve();
    return {
      leave: () => {
        this.members -= 1;
      },
      catchUp: () => undefined,
    };
  }

  /** Until so many views were asked for. */
  async asks(times: number): Promise<void> {
    while (this.views.length < times) {
      this.asked = Promise.withResolvers();
      await this.asked.promise;
    }
  }

  send(frame: ViewFrame): void {
    this.watcher?.send(frame);
  }

  snapshot(answer: Partial<KpiAnswer>): void {
    this.send({ kind: "snapshot", stream: "s", position: "1", answer: answerOf({ value: 0.5, ...answer }) });
  }

  /** Until all that was sent is heard: this, which changes nothing, is heard after it. */
  heard(): Promise<void> {
    return new Promise((resolve) => {
      this.send({
        get kind() {
          resolve();
          return "touched" as const;
        },
        position: "1",
      });
    });
  }
}

/** A database whose readers wait until they are let in. */
function gated(database: Database) {
  const [came, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const connect = async () => {
    came.resolve();
    await gate.promise;
    return database.reader.connect();
  };
  const reader = new Proxy(database.reader, { get: (pool, name) => (name === "connect" ? connect : Reflect.get(pool, name)) });
  return { database: { ...database, reader }, came: came.promise, gate };
}

describe("the watch of a rule", () => {
  const test = useTestDatabase();
  const open: (() => Promise<void>)[] = [];
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const clock = { now: new Date("2026-03-18T00:00:00Z") };
  let user: string;
  const kinds = async (rule: string) => (await eventsOf(test.database, rule)).map(({ kind }) => kind);
  /** At least one student, and more are wanted: they are counted. */
  const uncounted = { n: 1, nExact: false };

  beforeAll(async () => {
    await happen(test.database, ...campus());
    user = await enter(test.database, "admin", { kind: "institution" });
  });
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
    await test.database.owner.query("DELETE FROM app.alert_rule");
    expect(errors.splice(0)).toEqual([]);
  });

  async function watched(some: Partial<Watch>, { database = test.database, now = () => clock.now } = {}) {
    const hub = new ByHand();
    const id = await putRule(test.database, user, some);
    const [rule] = await readWatchedRules(test.database.owner, id, onError);
    if (rule === undefined) throw new Error("There is no rule.");
    const watch = new RuleWatch(rule, { database, hub, timeZone: zone, demo: false, now, onError, onStale: onError });
    open.push(() => watch.close());
    return { id, hub, watch };
  }

  it("ALERT-1: is due by what is known when its turn comes, not by what was known when that was asked for", async () => {
    const pending = async () => {
      const one = await watched({ minimumMinutes: 10 });
      await one.hub.asks(1);
      one.hub.snapshot({});
      await one.hub.heard();
      clock.now = new Date(clock.now.getTime() + 11 * 60_000);
      return one;
    };
    const known = await pending();
    known.watch.tick();
    await known.hub.heard();
    expect(await kinds(known.id)).toEqual(["fired"]);
    const unknown = await pending();
    unknown.hub.send({ kind: "stale", error: new BellwetherError("unavailable", "No figures.") });
    unknown.watch.tick();
    await unknown.hub.heard();
    expect(await kinds(unknown.id)).toEqual([]);
  });

  it("enters once, however often that is asked for meanwhile", async () => {
    const { hub, watch } = await watched({});
    // It is being entered: whatever changed since is found by one more time.
    for (let times = 0; times < 3; times += 1) watch.enter();
    await hub.asks(2);
    await hub.heard();
    expect(hub.views).toHaveLength(2);
    watch.enter();
    await hub.asks(3);
    expect(hub.members).toBe(1);
  });

  it("writes nothing more once it is closed, and watches nothing", async () => {
    const { database, came, gate } = gated(test.database);
    const { id, hub, watch } = await watched({ minimumN: 10, place: { kind: "departments", id: "u-gone" } }, { database });
    await hub.asks(1);
    hub.snapshot(uncounted);
    await came;
    const closed = watch.close();
    gate.resolve();
    await closed;
    expect(await kinds(id)).toEqual([]);
    const entering = Promise.withResolvers<void>();
    const now = () => {
      entering.resolve();
      return clock.now;
    };
    const other = await watched({}, { now });
    await entering.promise;
    await other.watch.close();
    expect([hub.members, other.hub.members]).toEqual([0, 0]);
  });

  it("keeps no other rule from being read while it counts students, though it is removed meanwhile", async () => {
    const { database, came, gate } = gated(test.database);
    const hub = new ByHand();
    const counting = await putRule(test.database, user, { minimumN: 10 });
    const changes = { subscribe: () => () => undefined };
    const alerts = await startAlerts({
      database,
      hub,
      changes,
      timeZone: zone,
      demo: false,
      now: () => clock.now,
      onError,
      leadEvery: 50,
    });
    open.push(async () => {
      gate.resolve();
      await alerts.stop();
    });
    await hub.asks(1);
    hub.snapshot(uncounted);
    await came;
    await test.database.owner.query("UPDATE app.alert_rule SET removed_at = now() WHERE id = $1", [counting]);
    await putRule(test.database, user, { kpi: "mean-grade-points" });
    await hub.asks(2);
    expect(hub.views[1]).toMatchObject({ kpi: "mean-grade-points" });
  });
});
