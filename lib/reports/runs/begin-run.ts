import { withTransaction } from "@/lib/platform/database";
import { type Asking, type Expanded, expandRecipients } from "../recipients/expand";
import type { ClaimedRun } from "./claim-run";
import { failRun } from "./fail-run";
import { insertDeliveries, type NewDelivery } from "./insert-deliveries";
import { insertRenderings } from "./insert-renderings";
import { runMove } from "./moves";
import type { RunPorts } from "./ports";
import { previousShares, sinceOf } from "./previous-shares";
import { renderedContent, type Sheet } from "./rendering-order";
import { causeOf } from "./run-problem";

/** Milliseconds after which a run whose recipients cannot be found out is given up. */
const longestTry = 30 * 60_000;

type Ports = Pick<RunPorts, "database" | "now" | "timeZone" | "demo" | "messageIdOf" | "onError">;

/** Finds out who gets what, and asks for it. What fails is tried again when the lease is over, and given up in the end. */
export async function beginRun(ports: Ports, run: ClaimedRun): Promise<void> {
  const now = ports.now();
  try {
    await begin(ports, run, { database: ports.database, now, timeZone: ports.timeZone, demo: ports.demo });
  } catch (error) {
    ports.onError(error);
    if (now.getTime() - run.firedAt.getTime() < longestTry) return;
    await failRun(ports.database, run.id, causeOf(error), now);
  }
}

async function begin({ database, messageIdOf, onError }: Ports, run: ClaimedRun, asking: Asking): Promise<void> {
  const expanded = await expandRecipients(asking, run);
  await withTransaction(database.owner, async (client) => {
    // Whoever is second finds it begun, or cancelled, and adds nothing.
    const { from, to } = runMove("begun");
    const begun = await client.query(
      "UPDATE app.report_run SET state = $2, started_at = $3, lease_until = NULL WHERE id = $1 AND state = ANY($4::text[])",
      [run.id, to, asking.now, from],
    );
    if (begun.rowCount === 0) return;
    const previous = await previousShares(
      client,
      { schedule: run.schedule, before: run.id },
      expanded.map(({ recipient }) => recipient),
      onError,
    );
    const sheets = new Map(expanded.flatMap((one) => sheetOf(one, run, previous)));
    const ids = await insertRenderings(client, run.id, [...sheets.values()], asking.now);
    const renderingOf = new Map([...sheets.keys()].map((recipient, index) => [recipient, ids[index] ?? null]));
    await insertDeliveries(
      client,
      run.id,
      expanded.map((one) => deliveryOf(one, renderingOf.get(one.recipient) ?? null)),
      { messageIdOf, now: asking.now },
    );
  });
}

function sheetOf(one: Expanded, run: ClaimedRun, previous: Awaited<ReturnType<typeof previousShares>>): [string, Sheet][] {
  if ("withheld" in one) return [];
  const content = renderedContent(run.content, one);
  const { eyes, reached, locale } = one;
  return [[one.recipient, { content, eyes, reached, locale, ...sinceOf(previous.get(one.recipient), one, content) }]];
}

function deliveryOf(one: Expanded, rendering: string | null): NewDelivery {
  const { recipient, userId, address, name } = one;
  const addressee = { recipient, userId, address, name };
  if ("withheld" in one) return { ...addressee, withheld: one.withheld };
  if (rendering === null) throw new Error(`No rendering was asked for ${recipient}.`);
  return { ...addressee, rendering };
}
