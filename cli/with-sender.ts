import { type Command, InvalidArgumentError } from "commander";
import { createApiKey, revokeApiKey } from "@/lib/access/manage-api-keys";
import { toUrl } from "./options";
import { Sender, type Sent } from "./send-events";
import { say, withStore } from "./with-store";

export type Target = { url?: string; key?: string };

/** Where events are sent: to an address with a key for it, or to the server that runs here. */
export const addTarget = (command: Command): Command =>
  command
    .option("--url <url>", "where Bellwether runs; default: here, on the port of the settings", toUrl)
    .option("--key <key>", "an API key with events:write; default here: one for this run alone");

/** Sends through the public endpoint, prints what became of the events, and fails where one was rejected. */
export async function withSender({ url, key }: Target, name: string, send: (sender: Sender) => Promise<void>): Promise<void> {
  if (url !== undefined && key !== undefined) return report(new Sender(url, key, progress), send);
  if (url !== undefined || key !== undefined) {
    throw new InvalidArgumentError(`--url and --key go together; ${url === undefined ? "--url" : "--key"} is missing.`);
  }
  await withStore(async (store, { port }) => {
    const made = await createApiKey(store.database, { name, can: ["events:write"], scope: { kind: "none" } });
    try {
      await report(new Sender(`http://127.0.0.1:${port}`, made.key, progress), send);
    } finally {
      await revokeApiKey(store.database, made.id);
    }
  });
}

const progress = ({ accepted, duplicate, rejected }: Sent) => say(`${accepted} accepted, ${duplicate} known before, ${rejected} rejected`);

async function report(sender: Sender, send: (sender: Sender) => Promise<void>): Promise<void> {
  await send(sender);
  await sender.flush();
  const { accepted, duplicate, rejected } = sender.total;
  process.stdout.write(`${accepted} accepted, ${duplicate} duplicate, ${rejected} rejected\n`);
  if (rejected > 0) process.exitCode = 1;
}
