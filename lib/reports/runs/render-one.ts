import { BellwetherError } from "@/lib/platform/errors";
import { previewPatience, renderingPatience, waitAfter } from "./backoff";
import { type ClaimedRendering, renderingTime } from "./claim-renderings";
import { giveRenderingBack, giveRenderingUp, putRenderingOff } from "./end-rendering";
import { keepRendered } from "./keep-rendered";
import type { RunPorts } from "./ports";
import { causeOf } from "./run-problem";

type Ports = Pick<RunPorts, "database" | "now" | "render" | "onError" | "random">;

/** One try of a rendering. `stopping`: the process ends. */
export async function renderOne(ports: Ports, claimed: ClaimedRendering, stopping: AbortSignal): Promise<void> {
  const { database, now } = ports;
  const { id, content, eyes, locale, since, before, attempts } = claimed;
  const patience = claimed.purpose === "preview" ? previewPatience : renderingPatience;
  // Its process ended so often in the midst of it that it is to blame.
  if (attempts > patience.tries) return giveRenderingUp(database, claimed, causeOf(neverEnded(attempts)), now());
  const began = now().getTime();
  try {
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(renderingTime)]);
    const rendered = await ports.render({ id, content, eyes, locale, since, before }, signal);
    const at = now();
    await keepRendered(database, claimed, rendered, { now: at, milliseconds: Math.max(0, at.getTime() - began) });
  } catch (error) {
    if (stopping.aborted) return giveRenderingBack(database, claimed);
    ports.onError(error);
    const cause = causeOf(error);
    const wait = waitAfter(attempts, patience, ports.random);
    if (attempts >= patience.tries) return giveRenderingUp(database, claimed, cause, now());
    return putRenderingOff(database, claimed, cause, new Date(now().getTime() + wait));
  }
}

const neverEnded = (attempts: number) =>
  new BellwetherError("internal", "The report could not be rendered: what renders it ended in the midst of it, each time.", { attempts });
