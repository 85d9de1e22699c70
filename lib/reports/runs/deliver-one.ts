import { handOverTime } from "@/lib/platform/mail/mail-times";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import type { DeliveryOrder, DeliveryOutcome } from "../ports";
import { deliveryPatience, waitAfter } from "./backoff";
import type { ClaimedDelivery } from "./claim-deliveries";
import { beginSending, countFailure, endCancelled, endDelivery, giveDeliveryBack, putDeliveryOff } from "./end-delivery";
import { lookAgain } from "./look-again";
import type { RunPorts } from "./ports";
import { readDeliveryOrder } from "./read-delivery-order";
import { renderAnew } from "./render-anew";

type Ports = Pick<RunPorts, "database" | "now" | "timeZone" | "demo" | "deliver" | "stamp" | "onError" | "random">;

/** How a try ended, for whoever spaces tries. */
export type Tried = "reached" | "unreached" | "nothing";

/** One try of a delivery. `stopping`: the process ends. */
export async function deliverOne(ports: Ports, claimed: ClaimedDelivery, stopping: AbortSignal): Promise<Tried> {
  const { database, now, onError, random } = ports;
  if (stopping.aborted) {
    await giveDeliveryBack(database, claimed);
    return "nothing";
  }
  if (claimed.attempts >= deliveryPatience.tries) {
    await endDelivery(database, claimed, "given-up", { detail: inOwnWord("tried-too-often"), now: now() });
    return "nothing";
  }
  if (claimed.run.cancelAsked) {
    await endCancelled(database.owner, claimed);
    return "nothing";
  }
  try {
    return await deliver(ports, claimed, stopping);
  } catch (error) {
    onError(error);
    const wait = waitAfter(claimed.attempts + 1, deliveryPatience, random);
    await countFailure(database, claimed, new Date(now().getTime() + wait));
    return "nothing";
  }
}

async function deliver(ports: Ports, claimed: ClaimedDelivery, stopping: AbortSignal): Promise<Tried> {
  const { database, now, timeZone, demo } = ports;
  const again = await lookAgain({ database, now: now(), timeZone, demo }, claimed);
  switch (again.is) {
    case "withheld":
      await endDelivery(database, claimed, "withheld", { detail: again.why, now: now() });
      return "nothing";
    case "other":
      await renderAnew(ports, claimed, again.sheet);
      return "nothing";
    case "same": {
      const order = await readDeliveryOrder(database, claimed, { stamp: ports.stamp, mayStore: again.mayStore });
      if (order.email === "none" && !order.store) {
        await endDelivery(database, claimed, "archived", { detail: "", now: now() });
        return "nothing";
      }
      return send(ports, claimed, order, stopping);
    }
  }
}

async function send(ports: Ports, claimed: ClaimedDelivery, order: DeliveryOrder, stopping: AbortSignal): Promise<Tried> {
  const { database, now } = ports;
  if (!(await beginSending(database, claimed, now()))) {
    await giveDeliveryBack(database, claimed); // whoever takes it next finds its run cancelled
    return "nothing";
  }
  const tried = await handOver(ports, order, stopping);
  const { detail } = tried;
  const tries = claimed.attempts + 1;
  switch (tried.outcome) {
    case "sent":
      await endDelivery(database, claimed, order.email === "none" ? "archived" : "accepted", { detail, now: now() });
      return "reached";
    case "refused":
      await endDelivery(database, claimed, "refused", { detail, now: now() });
      return "reached";
    case "later": {
      const nextTryAt = new Date(now().getTime() + waitAfter(tries, deliveryPatience, ports.random));
      if (tries >= deliveryPatience.tries) await endDelivery(database, claimed, "given-up", { detail, now: now() });
      else await putDeliveryOff(database, claimed, detail, nextTryAt);
      // A server that answers is there; a store, a mailbox that is full, a fault of ours say nothing about it.
      return tried.unreached === true ? "unreached" : "nothing";
    }
  }
}

/** A fault of ours is told to whoever runs the service, and tried again as if the server had asked to come again. */
async function handOver({ deliver: hand, onError }: Ports, order: DeliveryOrder, stopping: AbortSignal): Promise<DeliveryOutcome> {
  try {
    return await hand(order, AbortSignal.any([stopping, AbortSignal.timeout(handOverTime)]));
  } catch (error) {
    if (!stopping.aborted) onError(error);
    return { outcome: "later", detail: inOwnWord("own-fault") };
  }
}
