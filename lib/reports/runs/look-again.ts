import { isDeepStrictEqual } from "node:util";
import { type Asking, expandRecipients, ownerManagesAll } from "../recipients/expand";
import { eyesKey } from "../recipients/eyes";
import type { Withheld } from "../recipients/withheld";
import type { ClaimedDelivery } from "./claim-deliveries";
import { renderedContent, type Sheet } from "./rendering-order";

export type Again =
  | { is: "same"; mayStore: boolean }
  | { is: "withheld"; why: Withheld }
  /** They see something else now than what was rendered. */
  | { is: "other"; sheet: Pick<Sheet, "content" | "eyes" | "reached" | "locale"> };

/** Whether a recipient may still be sent what was rendered for them, asked right before it is sent (SCOPE-1). */
export async function lookAgain(asking: Asking, { recipient, run, rendering }: ClaimedDelivery): Promise<Again> {
  const [found] = await expandRecipients(asking, run, recipient);
  if (found === undefined) return { is: "withheld", why: "role-ended" };
  if ("withheld" in found) return { is: "withheld", why: found.withheld };
  const { eyes, reached, locale } = found;
  const content = renderedContent(run.content, found);
  const seesSame = eyesKey(eyes) === eyesKey(rendering.eyes) && reached === rendering.reached;
  const isSame = seesSame && isDeepStrictEqual(content, rendering.content) && locale === rendering.locale;
  if (!isSame) return { is: "other", sheet: { content, eyes, reached, locale } };
  return { is: "same", mayStore: run.delivery.store && (await ownerManagesAll(asking, run.owner)) };
}
