import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { mailLease } from "@/lib/platform/mail/mail-times";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { makeCampus, makeUser, units, whole } from "../testing/campus";
import { makeSchedule, runsOf, statesOf } from "../testing/schedules";
import { renderingLease } from "./claim-renderings";
import { runNow } from "./run-now";
import { bundleWorkerProcess, startWorkerProcess } from "./testing/start-worker-process";

const db = useTestDatabase();
let bundle: Awaited<ReturnType<typeof bundleWorkerProcess>>;
beforeAll(async () => {
  await makeCampus(db.database);
  bundle = await bundleWorkerProcess();
});
afterAll(() => bundle.remove());

/** A thousand in `npm run test:full`. */
const recipients = propertyRuns({ short: 120, full: 1_000 });
const kills = 4;
const deliveries = 4;

/** By Message-ID, to whom: every mail that the server took over. */
type Taken = { messageId: string; to: string };

async function listen(onMail: (taken: Taken) => void): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onData(stream, session, callback) {
      simpleParser(stream).then(({ messageId }) => {
        const to = session.envelope.rcptTo[0]?.address ?? "";
        onMail({ messageId: messageId ?? "", to });
        callback();
      }, callback);
    },
  });
  server.on("error", () => undefined); // clients that are killed go without a word
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

it("kill -9 in the midst: all are served, and a second copy bears the Message-ID of the first", async () => {
  const taken: Taken[] = [];
  let whenTaken = () => {};
  const mails = await listen((mail) => {
    taken.push(mail);
    whenTaken();
  });
  const untilTaken = (count: number) =>
    new Promise<void>((resolve) => {
      whenTaken = () => {
        if (taken.length >= count) resolve();
      };
      whenTaken();
    });
  const owner = await makeUser(db.database, "admin", whole, "owner");
  for (let index = 0; index < recipients; index += 1)
    await makeUser(db.database, "dean", units(["u-eng", "u-arts", "u-cs"][index % 3] ?? "u-cs"), `dean-${index}`);
  const now = new Date();
  const id = await makeSchedule(db.database, { owner, recipients: [{ to: "role", role: "dean", within: null }], since: now });
  await withTransaction(db.database.owner, (client) => runNow(client, id, { now }));

  // Each of them begins when the leases of the one before are over.
  const begin = (kill: number) =>
    startWorkerProcess(bundle.path, {
      url: db.url,
      smtpPort: mails.port,
      ahead: kill * Math.max(mailLease, renderingLease),
      deliveries,
    });
  for (let kill = 0; kill < kills; kill += 1) {
    const worker = begin(kill);
    await untilTaken(Math.round(((kill + 0.5) * recipients) / kills));
    await worker.kill();
  }
  const last = begin(kills);
  await expect
    .poll(async () => (await runsOf(db.database, id)).map(({ state }) => state), { timeout: 200_000, interval: 200 })
    .toEqual(["done"]);
  await last.kill();
  await mails.close();

  const byRecipient = Map.groupBy(taken, ({ to }) => to);
  expect(byRecipient.size).toBe(recipients);
  for (const copies of byRecipient.values()) expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
  expect(new Set(taken.map(({ messageId }) => messageId)).size).toBe(recipients);
  // Twice at most those that were on their way when it was killed.
  expect(taken.length - recipients).toBeLessThanOrEqual(kills * deliveries);
  expect(new Set(Object.values(await statesOf(db.database, id)))).toEqual(new Set(["sent"]));
}, 300_000);
