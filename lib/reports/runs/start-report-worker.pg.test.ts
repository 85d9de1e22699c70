import { beforeAll, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Deliver, Render } from "../ports";
import { makeCampus, makeUser, whole, zone } from "../testing/campus";
import { rendered } from "../testing/report-process";
import { makeSchedule, runsOf, statesOf } from "../testing/schedules";
import { runNow } from "./run-now";
import { startReportWorker } from "./start-report-worker";

const db = useTestDatabase();
let owner: string;
beforeAll(async () => {
  await makeCampus(db.database);
  owner = await makeUser(db.database, "admin", whole, "owner");
});

/** One whose clock begins at a moment and goes on as ours does. */
const start = (from: string, ports: { deliver: Deliver; render?: Render }) => {
  const ahead = Date.parse(from) - Date.now();
  return startReportWorker({
    database: db.database,
    now: () => new Date(Date.now() + ahead),
    timeZone: zone,
    demo: false,
    render: async (order) => rendered(order),
    stamp: async (pdf) => pdf,
    messageIdOf: (delivery) => `<${delivery}@example.edu>`,
    tellOwner: async () => undefined,
    onError: (error) => {
      throw error;
    },
    ...ports,
  });
};
const schedule = (since: string) => makeSchedule(db.database, { owner, recipients: [{ to: "user", user: owner }], since: new Date(since) });
const runAtOnce = (id: string, at: string) => withTransaction(db.database.owner, (client) => runNow(client, id, { now: new Date(at) }));

it("wakes for what is asked for, and by itself when something is due", async () => {
  const waiting = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const deliver: Deliver = async () => {
    waiting.find((_, index) => index === sent)?.resolve();
    sent += 1;
    return { outcome: "sent", detail: "250 OK" };
  };
  let sent = 0;
  const id = await schedule("2026-10-13T23:59:00Z");
  const worker = await start("2026-10-13T23:59:58Z", { deliver });
  await runAtOnce(id, "2026-10-13T23:59:58Z");
  await waiting[0]?.promise;
  // 09:00 in Seoul, two seconds after it began.
  await waiting[1]?.promise;
  await worker.stop();
  expect((await runsOf(db.database, id)).map(({ dueAt }) => dueAt.toISOString())).toEqual([
    "2026-10-13T23:59:58.000Z",
    "2026-10-14T00:00:00.000Z",
  ]);
});

it("at its end it gives renderings back, and waits for mails that are on their way", async () => {
  const [rendering, sending] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const answer = Promise.withResolvers<void>();
  const mailed = await schedule("2026-11-01T12:00:00Z");
  const worker = await start("2026-11-01T12:00:00Z", {
    render: (order, signal) => {
      if (order.content.kind === "institution") return Promise.resolve(rendered(order));
      rendering.resolve();
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
    deliver: async () => {
      sending.resolve();
      await answer.promise;
      return { outcome: "sent", detail: "250 OK" };
    },
  });
  await runAtOnce(mailed, "2026-11-01T12:00:00Z");
  await sending.promise;
  const unrendered = await makeSchedule(db.database, {
    owner,
    recipients: [{ to: "user", user: owner }],
    content: { kind: "department" },
    since: new Date("2026-11-01T12:00:00Z"),
  });
  await runAtOnce(unrendered, "2026-11-01T12:00:00Z");
  await rendering.promise;
  const stopped = worker.stop();
  answer.resolve();
  await stopped;
  expect(await statesOf(db.database, mailed)).toEqual({ owner: "sent" });
  const given = await db.database.owner.query(
    "SELECT g.state, g.attempts, g.lease_until FROM app.report_rendering g JOIN app.report_run r ON r.id = g.run WHERE r.schedule = $1",
    [unrendered],
  );
  expect(given.rows).toEqual([{ state: "waiting", attempts: 0, lease_until: null }]);
});
