import type { RefuseLate } from "@/lib/event-log/kafka/kafka-reader";
import type { Vault } from "@/lib/privacy/vault";
import { fromLogEntry } from "./from-log-entry";
import { keepRejected, type Rejected } from "./keep";

/**
 * Keeps what was acknowledged and turned out later to be another event under a known id, or no event at all (LOG-2). Nobody
 * waits for an answer any more: also what was entered on a screen is kept.
 */
export const refuseLate =
  (vault: Vault): RefuseLate =>
  async (client, refused, tally) => {
    const items: Rejected[] = [];
    for (const one of refused) {
      items.push(
        one.rule === "id-conflict"
          ? {
              body: JSON.stringify(await fromLogEntry(one.event, vault)),
              errors: [{ path: "id", rule: "id-conflict", message: "this source and id were used for another event" }],
              keyId: one.keyId,
            }
          : { body: one.text, errors: [{ path: "", rule: "json", message: "is no event of this log" }], keyId: one.keyId },
      );
    }
    await keepRejected(client, vault, items, tally);
  };
