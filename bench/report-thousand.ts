import { createUser } from "@/lib/access/users";
import { type Database, withTransaction } from "@/lib/platform/database";
import { messageIdOf } from "@/lib/reports/delivery/message-id";
import { openDelivery } from "@/lib/reports/delivery/open-delivery";
import { MailServer } from "@/lib/reports/delivery/testing/mail-server";
import type { Renderer } from "@/lib/reports/rendering/create-renderer";
import { stampPdf } from "@/lib/reports/rendering/stamp-pdf";
import { getRunProgress } from "@/lib/reports/runs/get-run-progress";
import { runNow } from "@/lib/reports/runs/run-now";
import { startReportWorker } from "@/lib/reports/runs/start-report-worker";
import { makeSchedule } from "@/lib/reports/testing/schedules";
import { atMost, type Figure } from "./figures";
import type { Run } from "./run";

const timeZone = "UTC";
const from = { name: "Bellwether", address: "reports@example.edu" };
const look = 500;
const megabyte = 1024 * 1024;

/** Sets of two courses, each another one. */
function pairsOf(courses: readonly string[], count: number): string[][] {
  const pairs = courses.flatMap((one, index) => courses.slice(index + 1).map((other) => [one, other]));
  if (pairs.length < count) throw new Error(`${count} scopes are wanted, and ${courses.length} courses make ${pairs.length}.`);
  return pairs.slice(0, count);
}

/**
 * A run to a thousand people of 200 scopes, two courses each: rendered once a scope, stamped for each, mailed over SMTP to a server
 * that is not there until all documents are. Lost: who got none. Doubled: mails that came again.
 */
export async function measureThousand(
  { database, renderer, courses }: { database: Database; renderer: Renderer; courses: readonly string[] },
  { quick, say }: Run,
): Promise<Figure[]> {
  const recipients = quick ? 100 : 1_000;
  const scopes = pairsOf(courses, quick ? 20 : 200);
  const owner = await createUser(database, { email: "owner@example.edu", name: "Owner", role: "admin", scope: { kind: "institution" } });
  for (let index = 0; index < recipients; index += 1) {
    const scope = { kind: "courses" as const, courses: scopes[index % scopes.length] ?? [] };
    await createUser(database, { email: `reader-${index}@example.edu`, name: `Reader ${index}`, role: "dean", scope });
  }
  const now = () => new Date();
  const to = [{ to: "role" as const, role: "dean", within: null }];
  const schedule = await makeSchedule(database, { owner, recipients: to, since: now(), content: { kind: "institution" } });
  const mails = new MailServer();
  await mails.start();
  await mails.stop(); // its port is known, and nobody listens
  const delivery = openDelivery({
    config: {
      mail: { host: "127.0.0.1", port: mails.port, tls: "none", login: null, from, bounces: from.address },
      mailAttachments: true,
      reportStore: { folder: null, s3: null },
      demo: false,
      nextAuthUrl: "https://figures.example.edu",
      port: 3000,
    },
    database,
    timeZone,
    now,
  });
  const began = performance.now();
  const run = await withTransaction(database.owner, (client) => runNow(client, schedule, { now: now() }));
  const worker = await startReportWorker({
    database,
    now,
    timeZone,
    demo: false,
    render: renderer.render,
    deliver: delivery.deliver,
    stamp: stampPdf,
    messageIdOf: (id) => messageIdOf(id, from),
    tellOwner: async () => undefined,
    onError: (error) => say(String(error)),
  });
  let backAfter = 0;
  let mostMemory = 0;
  for (;;) {
    const { state, renderings } = await getRunProgress(database, run);
    mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
    if (backAfter === 0 && renderings.ready >= scopes.length) {
      await mails.start();
      backAfter = performance.now() - began;
    }
    if (state !== "waiting" && state !== "working") break;
    await new Promise((resolve) => setTimeout(resolve, look));
  }
  const took = performance.now() - began;
  await worker.stop();
  await delivery.stop();
  await mails.stop();
  const readers = new Set(mails.received.flatMap(({ to: reader }) => reader));
  const ids = new Set(mails.received.map(({ mail }) => mail.messageId));
  const outage = `${recipients} recipients of ${scopes.length} scopes; no mail server for the first ${Math.round((backAfter / took) * 100)} %`;
  say(`report: ${recipients} recipients in ${(took / 1_000).toFixed(0)} s, the mail server came after ${(backAfter / 1_000).toFixed(0)} s`);
  const figure = (name: string, value: number, unit: string, most: number, note: string): Figure => ({
    section: "report",
    name,
    value,
    unit,
    target: atMost(most),
    note,
  });
  return [
    figure("a run to a thousand", took / 60_000, "min", 10, `${outage}; this process held at most ${Math.round(mostMemory / megabyte)} MB`),
    figure("lost of them", recipients - readers.size, "mails", 0, outage),
    figure("doubled of them", mails.received.length - ids.size, "mails", 0, outage),
  ];
}
