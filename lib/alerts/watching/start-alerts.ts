import type { AccessChanges } from "@/lib/access/access-changes";
import type { Hub } from "@/lib/live/hub/hub";
import type { Database } from "@/lib/platform/database";
import { listen } from "@/lib/platform/listener";
import { lead } from "./lead";
import { readWatchedRules } from "./read-rules";
import { RuleWatch, type WatchPorts } from "./rule-watch";

const tickEvery = 1_000;

export type AlertsOptions = {
  database: Database;
  /** The views of this process: a rule's is computed once with those of whoever looks at the same. */
  hub: Pick<Hub, "watch">;
  changes: Pick<AccessChanges, "subscribe">;
  timeZone: string;
  /** Whether the demo's users can sign in. */
  demo: boolean;
  now: () => Date;
  onError: (error: unknown) => void;
  /** Milliseconds between attempts to lead. */
  leadEvery?: number;
};

/** Watches all rules in one of the processes that run this, on the feed as it moves. */
export async function startAlerts(options: AlertsOptions): Promise<{ stop(): Promise<void> }> {
  const { database, hub, changes, timeZone, demo, now, onError } = options;
  const watches = new Map<string, RuleWatch>();
  /** What is left, and has not come to its end: students may be counted just then. */
  const closing = new Set<Promise<void>>();
  let leading = false;
  let work: Promise<void> = Promise.resolve();

  const ports: WatchPorts = { database, hub, timeZone, demo, now, onError, onStale: (id) => void read(id, true) };

  /** Reads one rule or all anew; `again`: and enters what it asks anew. */
  function read(id: string | null, again = false): Promise<void> {
    work = work
      .then(async () => {
        if (!leading) return;
        const rules = await readWatchedRules(database.owner, id, onError);
        if (!leading) return;
        const there = new Set(rules.map((rule) => rule.id));
        for (const [known, watch] of watches) {
          if ((id !== null && known !== id) || there.has(known)) continue;
          watches.delete(known);
          close(watch);
        }
        for (const rule of rules) {
          const watch = watches.get(rule.id);
          if (watch === undefined) watches.set(rule.id, new RuleWatch(rule, ports));
          else watch.renew(rule);
          if (again) watch?.enter();
        }
      })
      .catch(onError);
    return work;
  }
  /** Not waited for, so that no other rule waits with it. */
  function close(watch: RuleWatch): void {
    const closed: Promise<void> = watch
      .close()
      .catch(onError)
      .finally(() => closing.delete(closed));
    closing.add(closed);
  }
  const leave = () => {
    leading = false;
    work = work.then(async () => {
      if (leading) return;
      for (const watch of watches.values()) close(watch);
      watches.clear();
      await Promise.all(closing);
    });
    return work;
  };

  const stopChanges = changes.subscribe((subject) => {
    for (const watch of watches.values()) if (subject === "*" || subject === `user:${watch.owner}`) watch.enter();
  });
  const listener = await listen(database.url, ["alert_rule_changed"], {
    onNotice: (_, id) => void read(id === "" ? null : id),
    onUp: () => void read(null),
    onError,
  });
  const timer = setInterval(() => {
    for (const watch of watches.values()) watch.tick();
  }, tickEvery);
  const leader = lead(
    database.url,
    {
      onLead: () => {
        leading = true;
        void read(null);
      },
      onLost: () => void leave(),
      onError,
    },
    options.leadEvery,
  );
  return {
    async stop() {
      clearInterval(timer);
      stopChanges();
      await listener.stop();
      await leave();
      await leader.stop();
    },
  };
}
